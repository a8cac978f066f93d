# %% [markdown]
# # The birthday surprise
#
# How many people must be in a room until two of them probably share a birthday? Most people guess around 180.
# The answer is **23**. Nothing here needs more than plain Python, so it starts in a moment.

# %% tags=["parameters"]
people = 23
rooms = 2000

# %% [markdown]
# ## By counting
#
# The first person takes any day. The second misses it with probability 364/365, the third misses both with 363/365, and so on.
# Multiply these, and the chance that *everyone* missed is gone surprisingly fast.

# %%
from fractions import Fraction


def all_different(people: int, days: int = 365) -> Fraction:
    chance = Fraction(1)
    for taken in range(people):
        chance *= Fraction(max(days - taken, 0), days)
    return chance


shared = 1 - all_different(people)
print(f"{people} people: two share a birthday with probability {float(shared):.1%}")

# %% [markdown]
# ## By trying
#
# Fill many rooms with people who were born on a random day, and count the rooms where two share one. The dice are
# seeded, so everyone who opens this page sees the same rooms.

# %%
import random

random.seed(1)
hits = 0
for _ in range(rooms):
    birthdays = [random.randrange(365) for _ in range(people)]
    hits += len(set(birthdays)) < people
print(f"{hits} of {rooms} rooms ({hits / rooms:.1%})")

# %% [markdown]
# ## The whole curve

# %%
step = 5
for size in range(step, 61, step):
    chance = float(1 - all_different(size))
    mark = "\033[1m" if size <= people < size + step else ""
    print(f"{mark}{size:3d} {'█' * round(chance * 24):24s} {chance:6.1%}\033[0m")
