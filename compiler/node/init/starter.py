# %% [markdown]
# # Saving up
#
# What becomes of a sum that is set aside every month? Change a number; only what depends on it runs again.

# %% tags=["parameters"]
monthly = 200
years = 20
interest = 3.5

# %% [markdown]
# ## Year by year

# %%
balance = 0.0
balances = []
for _ in range(years):
    for _ in range(12):
        balance = (balance + monthly) * (1 + interest / 100 / 12)
    balances.append(balance)

paid = monthly * 12 * years
print(f"Paid in  {paid:12,.0f}")
print(f"Balance  {balance:12,.0f}")

# %%
widest = max(balances, default=1)
for year, amount in enumerate(balances, start=1):
    print(f"{year:3d} {'█' * round(40 * amount / widest):40s} {amount:10,.0f}")
