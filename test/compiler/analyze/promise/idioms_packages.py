# Sessions of real notebooks' idioms with numpy, pandas and matplotlib: blocks are parted by "# %%", sessions by "# ====". `n` and `m` are inputs. Read by idioms.ts.
# ====
import numpy as np
a=np.arange(4)
# %%
b=a[:2]
b[0]=n
# %%
print(a)
# ====
import numpy as np
a=np.arange(4)
# %%
b=a.reshape(2,2)
b[0,0]=n
# %%
print(a)
# ====
import numpy as np
a=np.arange(4)
# %%
np.add.at(a,[0],n)
# %%
print(a)
# ====
import numpy as np
a=np.arange(4)
# %%
np.add(a,n,out=a)
# %%
print(a)
# ====
import numpy as np
a=np.arange(4)
# %%
np.multiply(a,n,a)
# %%
print(a)
# ====
import numpy as np
a=np.arange(4)
# %%
a+=n
# %%
print(a)
# ====
import numpy as np
a=np.arange(4)
# %%
a.flat[0]=n
# %%
print(a)
# ====
import numpy as np
a=np.arange(4.)
# %%
np.asarray(a)[0]=n
# %%
print(a)
# ====
import numpy as np
a=np.arange(4.)
# %%
for row in a.reshape(2,2): row[0]=n
# %%
print(a)
# ====
import numpy as np
a=np.arange(4.)
# %%
it=np.nditer(a, op_flags=['readwrite'])
for x in it: x[...]=n
# %%
print(a)
# ====
import numpy as np
a=np.arange(4.)
b=np.split(a,2)[0]
# %%
b[0]=n
# %%
print(a)
# ====
import numpy as np
a=np.arange(4)
# %%
np.random.default_rng(n).shuffle(a)
# %%
print(a)
# ====
import numpy as np
rng=np.random.default_rng(0)
# %%
print(rng.random(), n)
# %%
print(rng.random())
# ====
import numpy as np
rng=np.random.default_rng(0)
# %%
a=rng.normal(size=3)
# %%
print(a*n)
# %%
b=rng.normal(size=3)
print(b)
# ====
import numpy as np
rng=np.random.default_rng(0)
# %%
a=rng.normal(size=3)
# %%
a[0]=n
# %%
print(a)
# %%
print(rng.random())
# ====
import numpy as np
rng=np.random.RandomState(0)
# %%
def noise(k): return rng.normal(size=k)
# %%
print(noise(n))
# %%
print(noise(2))
# ====
import numpy as np
np.random.seed(0)
# %%
print(np.random.rand(), n)
# %%
print(np.random.rand())
# ====
import numpy as np
a=np.array([1/3])
# %%
print(a, m)
# %%
np.set_printoptions(precision=n)
# %%
print(a)
# %%
print(m, a)
# ====
import numpy as np
np.seterr(all='ignore' if n>2 else 'raise')
# %%
import numpy as np
print(np.geterr())
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
df['b']=df['a']*n
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
df.loc[df.a>1,'a']+=n
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
df.rename(columns={'a':f'x{n}'},inplace=True)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
df.columns=[f'x{n}']
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
df.index.name=str(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
df.insert(0,'z',n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
del df['a']
print(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
df2=df
df2['b']=n
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
sub=df[df.a>1]
sub['b']=n
# %%
print(sub)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
def add(d): d['b']=n
add(df)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
df=df.pipe(lambda d: d.assign(b=n))
# %%
print(df)
# ====
import pandas as pd
dfs={'x':pd.DataFrame({'a':[1]})}
# %%
for k in dfs: dfs[k]['b']=n
# %%
print(dfs)
# ====
import pandas as pd
import numpy as np
a=np.zeros((3,1))
df=pd.DataFrame(a)
# %%
a[0]=n
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
df['a'].iloc[0].append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[{},{}]})
# %%
df['a'][0]['k']=n
# %%
print(df)
# ====
import pandas as pd
log=[]
df=pd.DataFrame({'a':[n,2]})
# %%
df['a'].map(log.append)
# %%
print(log)
# ====
import pandas as pd
pd.set_option('display.max_rows', n+2)
# %%
import pandas as pd
print(pd.DataFrame({'a':range(30)}))
# ====
import pandas as pd
df=pd.DataFrame({'a':[1/3]})
# %%
pd.options.display.precision=n
# %%
df
# ====
import pandas as pd
@pd.api.extensions.register_dataframe_accessor('me')
class Me:
    def __init__(self,o): pass
    def go(self): return n
# %%
import pandas as pd
print(pd.DataFrame().me.go())
# ====
import matplotlib.pyplot as plt
fig,ax=plt.subplots()
# %%
ax.plot([n])
# %%
print(len(ax.lines), ax.lines[0].get_ydata())
# ====
import matplotlib.pyplot as plt
fig,axs=plt.subplots(2)
# %%
for a in axs.flat: a.set_title(str(n))
# %%
print(axs[0].get_title())
# ====
import matplotlib.pyplot as plt
plt.rcParams.update({'font.size':n+5})
# %%
import matplotlib
print(matplotlib.rcParams['font.size'])
# ====
import matplotlib.pyplot as plt
fig,ax=plt.subplots()
ln,=ax.plot([1])
# %%
ln.set_ydata([n])
# %%
print(ax.lines[0].get_ydata())
# ====
import matplotlib.pyplot as plt
def draw(ax): ax.plot([n])
fig,ax=plt.subplots()
# %%
draw(ax)
# %%
print(ax.lines[0].get_ydata())
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
for x in df['a']: x.append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
df['a'].apply(lambda x: x.append(n))
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
for row in df.itertuples(): row.a.append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
df.at[0,'a'].append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
for i,row in df.iterrows(): row['a'].append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
df.loc[0,'a'].append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
x,*rest=df['a']
x.append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
for i,x in enumerate(df['a']): x.append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
for x,y in zip(df['a'],df.a): y.append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
[x.append(n) for x in df.a]
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
list(map(lambda x: x.append(n), df.a))
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
for x in df['a'].tolist(): x.append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
for x in df['a'].values: x.append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
for x in df.to_dict('records'): x['a'].append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
df2=df.copy()
# %%
df2['a'].iloc[0].append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]], 'k':['u','v']})
# %%
for k,g in df.groupby('k'): g['a'].iloc[0].append(n)
# %%
print(df)
# ====
import pandas as pd
rows=[[1],[2]]
df=pd.DataFrame({'a':rows})
# %%
rows[0].append(n)
# %%
print(df)
# ====
import pandas as pd
rows=[[1],[2]]
df=pd.DataFrame({'a':rows})
# %%
df['a'].iloc[0].append(n)
# %%
print(rows)
# ====
import pandas as pd
rows=[[1],[2]]
df=pd.DataFrame({'a':[0,0]})
df['b']=rows
# %%
df['b'].iloc[0].append(n)
# %%
print(rows)
# ====
import numpy as np
a=np.array([[1],[2,3]],dtype=object)
# %%
for x in a: x.append(n)
# %%
print(a)
# ====
import numpy as np
a=np.array([[1],[2,3]],dtype=object)
# %%
a[0].append(n)
# %%
print(a)
# ====
import numpy as np
rows=[[1],[2,3]]
a=np.array(rows,dtype=object)
# %%
a[0].append(n)
# %%
print(rows)
# ====
import numpy as np
a=np.zeros((2,2))
# %%
for row in a: row[0]=n
# %%
print(a)
# ====
import numpy as np
a=np.zeros((2,2))
# %%
x,y=a
x[:]=n
# %%
print(a)
# ====
import numpy as np
a=np.zeros((2,2))
# %%
for i,row in enumerate(a): row+=n
# %%
print(a)
# ====
import numpy as np
a=np.zeros((2,2))
# %%
a.T[0]=n
# %%
print(a)
# ====
import numpy as np
a=np.zeros((2,2))
b=a.T
# %%
b[0]+=n
# %%
print(a)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2]})
s=df['a']
# %%
s.iloc[0]=n
# %%
print(df, s)
# ====
import pandas as pd
s=pd.Series([{'x':1},{'x':2}])
# %%
for d in s: d['x']=n
# %%
print(s)
# ====
import pandas as pd
s=pd.Series([{'x':1},{'x':2}])
# %%
first=s[0]
# %%
first['x']=n
# %%
print(s)
# ====
import pandas as pd
s=pd.Series([{'x':1},{'x':2}])
# %%
first=s.iloc[0]
first.update(x=n)
# %%
print(s)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
def push(x):
    x.append(n)
    return len(x)
df['len']=df['a'].map(push)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
def push(row):
    row['a'].append(n)
    return len(row)
df.apply(push,axis=1)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
def push(d):
    for x in d['a']: x.append(n)
push(df)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
def push(d):
    for x in d['a']: x.append(n)
    return d
out=df.pipe(push)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
out=df.assign(b=df['a'].map(lambda x: x))
# %%
out['b'].iloc[1].append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
big=pd.concat([df,df])
# %%
big['a'].iloc[1].append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
d=dict(zip(df.index,df.a))
# %%
d[0].append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
match df['a'].iloc[0]:
    case [*xs]: pass
y=(z:=df['a'].iloc[0])
z.append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
top=df.sort_index(ascending=False).head(1)
# %%
for x in top.a: x.append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
s=sum(len(x.append(n) or x) for x in df.a)
print(s)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
arr=df['a'].to_numpy()
# %%
arr[0].append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
s=df.set_index('a') if n<0 else df.iloc[0]
# %%
s['a'].append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
df.a[0] += [n]
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
df.iloc[0,0] += [n]
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
df.iat[0,0].extend([n])
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
x=df.get('a')[0]
x.append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
x=df.a.max()
x.append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
t=df.T
# %%
t[0]['a'].append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[[1],[2]]})
# %%
for name,col in df.items():
    for x in col: x.append(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[3,1,2]})
# %%
df.sort_values('a',inplace=True,ascending=n>1)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[3,None,2]})
# %%
df['a'].fillna(n)
df.fillna({'a':n},inplace=True)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[3,1,2]})
# %%
df.drop(columns=['a'],inplace=True)
print(n)
# %%
print(df.shape)
# ====
import pandas as pd
df=pd.DataFrame({'a':[3,1,2]}).reset_index(drop=True)
# %%
df.reset_index(inplace=True)
print(n)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[3,1,2]})
# %%
df.set_index('a',inplace=True)
df.loc[3,'b']=n
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'k':['a','b','a'],'v':[1,2,3]})
g=df.groupby('k')
# %%
df['v']=df['v']*n
# %%
print(g.sum())
# ====
import pandas as pd
df=pd.DataFrame({'k':['a','b','a'],'v':[1,2,3]})
# %%
parts=[]
for k,sub in df.groupby('k'):
    sub['w']=sub['v']*n
    parts.append(sub)
# %%
print(pd.concat(parts))
# %%
print(df.columns.tolist())
# ====
import pandas as pd
df=pd.DataFrame({'k':['a','b','a'],'v':[1,2,3]})
# %%
out=(df.assign(w=lambda d: d.v*n).query('w>2').groupby('k',as_index=False).agg(s=('w','sum')))
# %%
out['t']=m
# %%
print(out)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
s=df['a']
# %%
s[0]=n
# %%
print(df,s)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
df.at[0,'a']=n
df.iat[1,0]=m
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
df.update(pd.DataFrame({'a':[n]}))
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
c=df.pop('a')
# %%
print(c*n, df.columns.tolist())
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
df.attrs['src']=n
# %%
print(df.attrs)
# ====
import pandas as pd
df=pd.DataFrame({'a':['x','y']})
df['a']=df['a'].astype('category')
# %%
df['a']=df['a'].cat.add_categories([str(n)])
# %%
print(df['a'].cat.categories.tolist())
# ====
import pandas as pd
s=pd.Series([1,2,3])
# %%
s.replace(1,n,inplace=True)
# %%
print(s)
# ====
import pandas as pd
s=pd.Series([1,2,3])
# %%
s.index=[n,n+1,n+2]
s.name=f's{n}'
# %%
print(s)
# ====
import pandas as pd
s=pd.Series(dtype=float)
# %%
for i in range(n): s.loc[i]=i*m
# %%
print(s)
# ====
import pandas as pd
df=pd.DataFrame(columns=['a','b'])
# %%
df.loc[len(df)]=[n,m]
# %%
print(df)
# ====
import pandas as pd
frames={}
# %%
frames['x']=pd.DataFrame({'a':range(n)})
# %%
frames['x']['b']=m
# %%
print(frames['x'])
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2]})
# %%
df.to_csv('o.csv',index=False)
print(n)
# %%
d2=pd.read_csv('o.csv')
d2['b']=n
d2.to_csv('o.csv',index=False)
# %%
print(open('o.csv').read())
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2]})*n
df.to_pickle('o.pkl')
# %%
print(pd.read_pickle('o.pkl'))
# ====
import pandas as pd
df=pd.DataFrame({'t':pd.date_range('2024-01-01',periods=4),'v':range(4)})
# %%
r=df.set_index('t').resample('2D')
# %%
print(r.sum()*n)
# ====
import pandas as pd
df=pd.DataFrame({'v':range(6)})
roll=df['v'].rolling(2)
# %%
df['v']+=n
# %%
print(roll.mean())
# ====
import pandas as pd
with pd.option_context('display.max_rows',n+3):
    print(pd.DataFrame({'a':range(20)}))
# %%
print(pd.DataFrame({'a':range(20)}), m)
# ====
import pandas as pd
pd.options.display.float_format='{:.2f}'.format
# %%
print(pd.DataFrame({'a':[1/3]})*n)
# %%
pd.reset_option('display.float_format')
# %%
print(pd.DataFrame({'a':[1/3]}), m)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
st=df.style
# %%
st.format(precision=n)
st.set_caption(f'c{n}')
# %%
print('c2' in st.to_html(), f'c{n}' in st.to_html())
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
def clean(d):
    d=d.copy()
    d['b']=n
    return d
df=clean(df)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
def clean(d):
    d.rename(columns={'a':'b'},inplace=True)
    return d
df2=clean(df)
# %%
df2['n']=n
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
df.eval('b=a*@n',inplace=True)
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
thr=n
# %%
print(df.query('a>=@thr'))
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
# %%
df[['x','y']]=[n,m]
# %%
print(df)
# ====
import pandas as pd
a=pd.DataFrame({'k':[1,2],'l':[[1],[2]]})
b=pd.DataFrame({'k':[1,2],'z':[5,6]})
# %%
c=a.merge(b)
# %%
c['l'].iloc[0].append(n)
# %%
print(a)
# ====
import pandas as pd
df=pd.DataFrame({'t':['a,b','c']})
df['p']=df['t'].str.split(',')
# %%
for p in df['p']: p.append(str(n))
# %%
print(df)
# ====
import pandas as pd
df=pd.DataFrame({'k':['a','a','b'],'v':[1,2,3]})
g=df.groupby('k')['v'].agg(list)
# %%
g['a'].append(n)
# %%
print(g)
# ====
import pandas as pd
df=pd.DataFrame({'k':['a','a','b'],'v':[1,2,3]})
g=df.groupby('k')['v'].apply(list).to_dict()
# %%
g['a'].append(n)
# %%
print(g)
# ====
import pandas as pd
df=pd.DataFrame({'v':[1,2]})
df['o']=[{} for _ in range(2)]
# %%
for o in df['o']: o['n']=n
# %%
print(df)
# ====
import pandas as pd, json
data=json.loads('[{"id":1,"tags":["a"]},{"id":2,"tags":[]}]')
df=pd.DataFrame(data)
# %%
for t in df['tags']: t.append(str(n))
# %%
print(data)
# ====
import pandas as pd, json
open('d.json','w').write('[{"id":1,"tags":["a"]},{"id":2,"tags":[]}]')
df=pd.read_json('d.json')
# %%
for t in df['tags']: t.append(str(n))
# %%
print(df)
# ====
import pandas as pd
class Item:
    def __init__(self,v): self.v=v
    def __repr__(self): return f'I{self.v}'
df=pd.DataFrame({'i':[Item(1),Item(2)]})
# %%
for it in df['i']: it.v+=n
# %%
print(df)
# ====
import pandas as pd
class Item:
    def __init__(self,v): self.v=v
    def up(self): self.v+=n
    def __repr__(self): return f'I{self.v}'
df=pd.DataFrame({'i':[Item(1),Item(2)]})
# %%
df['i'].apply(lambda o: o.up())
# %%
print(df)
# ====
import pandas as pd
class Item:
    def __init__(self,v): self.v=v
    def __repr__(self): return f'I{self.v}'
items=[Item(1),Item(2)]
df=pd.DataFrame({'i':items})
# %%
items[0].v=n
# %%
print(df)
# ====
import numpy as np
a=np.arange(6)
v=a[1:4]
# %%
a[2]=n
# %%
print(v)
# ====
import numpy as np
a=np.arange(6)
f=a.ravel()
c=a.flatten()
# %%
a[0]=n
# %%
print(f,c)
# ====
import numpy as np
a=np.zeros(3)
# %%
np.sqrt(np.full(3,n),out=a)
# %%
print(a)
# ====
import numpy as np
a=np.zeros(3)
b=np.broadcast_to(a,(2,3))
# %%
a[0]=n
# %%
print(b)
# ====
import numpy as np
a=np.zeros((2,3))
t=a.T
s=a.swapaxes(0,1)
# %%
a[0,0]=n
# %%
print(t[0,0],s[0,0])
# ====
import numpy as np
a=np.zeros((2,3))
d=a.diagonal()
v=a.view()
# %%
a[0,0]=n
# %%
print(d,v)
# ====
import numpy as np
a=np.array([1+2j])
r=a.real
# %%
r[0]=n
# %%
print(a)
# ====
import numpy as np
a=np.zeros(2,dtype=[('x',float),('y',float)])
# %%
a['x']=n
# %%
print(a)
# ====
import numpy as np
a=np.ma.array([1,2,3],mask=[0,1,0])
# %%
a.mask[0]=n>1
# %%
print(a)
# ====
import numpy as np
a=np.arange(4)
# %%
a.sort(); a[::-1].sort()
a.resize(n+2,refcheck=False)
# %%
print(a)
# ====
import numpy as np
a=np.arange(4)
# %%
a[a>n]=0
# %%
print(a)
# ====
import numpy as np
a=np.arange(4)
idx=np.where(a>1)
# %%
a[idx]=n
# %%
print(a,idx)
# ====
import numpy as np
a=np.arange(4); b=np.zeros(4,dtype=int)
# %%
b[:]=a*n
# %%
a[:]=0
print(m)
# %%
print(a,b)
# ====
import numpy as np
a=np.arange(3); l=a.tolist(); c=a.copy()
# %%
a[0]=n
# %%
print(l,c)
# ====
import numpy as np
m1=np.matrix([[1,2],[3,4]])
# %%
m1[0,0]=n
# %%
print(m1)
# ====
import numpy as np
st=np.random.get_state() if False else None
np.random.seed(n)
# %%
x=np.random.rand(2)
# %%
y=np.random.rand(2)
print(x,y)
# ====
import numpy as np
np.random.seed(42)
def boot(): return np.random.randint(0,10,n)
# %%
print(boot())
# %%
print(np.random.rand())
# ====
import numpy as np
rng=np.random.default_rng(1)
class Sim:
    def __init__(self,r): self.r=r
    def step(self): return self.r.integers(10)
s=Sim(rng)
# %%
print([s.step() for _ in range(n)])
# %%
print(rng.integers(10))
# ====
import numpy as np
with np.printoptions(precision=n):
    print(np.array([1/3]))
# %%
print(np.array([1/3]),m)
# ====
import numpy as np
old=np.seterr(divide='ignore')
# %%
print(np.array([1.])/0, n)
# %%
np.seterr(**old)
print(np.geterr()['divide'], m)
# ====
import numpy as np
np.save('a.npy',np.arange(n))
# %%
a=np.load('a.npy')
# %%
a[0]=m
# %%
print(a)
# ====
import numpy as np
mm=np.memmap('mm.dat',dtype='int32',mode='w+',shape=(3,))
# %%
mm[0]=n
mm.flush()
# %%
print(np.fromfile('mm.dat',dtype='int32'))
# ====
import numpy as np
it=np.nditer(np.arange(5))
# %%
print(next(it), n)
# %%
print(next(it))
# ====
import numpy as np
f=np.vectorize(lambda x: log.append(x) or x*n)
log=[]
# %%
print(f([1,2]))
# %%
print(log)
# ====
import numpy as np
log=[]
# %%
np.apply_along_axis(lambda r: log.append(n) or r.sum(), 1, np.ones((2,2)))
# %%
print(log)
# ====
import numpy as np
p=np.poly1d([1,2])
# %%
p[0]=n
# %%
print(p)
# ====
import matplotlib.pyplot as plt
plt.figure()
plt.plot([1,2])
# %%
plt.plot([n,3])
print(len(plt.gca().lines))
# ====
import matplotlib.pyplot as plt
fig=plt.figure()
# %%
ax=fig.add_subplot()
ax.plot([n])
# %%
ax.set_title(str(m))
# %%
print(len(fig.axes), ax.get_title())
# ====
import matplotlib.pyplot as plt
fig,ax=plt.subplots()
# %%
plt.sca(ax)
plt.title(f't{n}')
# %%
print(ax.get_title())
# ====
import matplotlib.pyplot as plt
fig,ax=plt.subplots()
bars=ax.bar([1,2],[3,4])
# %%
for b in bars: b.set_height(n)
# %%
print([b.get_height() for b in ax.patches])
# ====
import matplotlib.pyplot as plt
fig,axes=plt.subplots(1,2)
(a,b)=axes
# %%
a.plot([n])
# %%
print(len(axes[0].lines))
# ====
import matplotlib.pyplot as plt
import numpy as np
y=np.zeros(3)
fig,ax=plt.subplots()
line,=ax.plot(y)
# %%
y[:]=n
line.set_ydata(y)
# %%
print(ax.lines[0].get_ydata())
# ====
import matplotlib.pyplot as plt
with plt.rc_context({'font.size':n+4}):
    print(plt.rcParams['font.size'])
# %%
print(plt.rcParams['font.size'], m)
# ====
import matplotlib as mpl
mpl.rcParams['lines.linewidth']=n
# %%
import matplotlib.pyplot as plt
fig,ax=plt.subplots()
l,=ax.plot([1])
print(l.get_linewidth())
# ====
import matplotlib.pyplot as plt
plt.style.use('ggplot' if n>1 else 'classic')
# %%
print(plt.rcParams['axes.facecolor'])
# ====
import matplotlib.pyplot as plt
fig,ax=plt.subplots()
ax.plot([n])
# %%
fig.savefig('f.png')
# %%
import os
print(os.path.getsize('f.png')>0)
# ====
import matplotlib.pyplot as plt
fig,ax=plt.subplots()
tw=ax.twinx()
# %%
tw.set_ylabel(str(n))
# %%
print(fig.axes[1].get_ylabel())
# ====
import matplotlib.pyplot as plt
fig,ax=plt.subplots()
cyc=ax._get_lines
# %%
l,=ax.plot([1]); print(n)
# %%
l2,=ax.plot([2])
print(l2.get_color())
# ====
import matplotlib.pyplot as plt
def style(a):
    a.set_xlim(0,n)
    return a
fig,ax=plt.subplots()
# %%
ax2=style(ax)
# %%
ax2.set_ylim(0,m)
# %%
print(ax.get_xlim(),ax.get_ylim())
# ====
import pandas as pd, matplotlib.pyplot as plt
df=pd.DataFrame({'a':[1,2,3]})
# %%
ax=df.plot()
# %%
ax.set_title(str(n))
# %%
print(ax.get_title())
# ====
import pandas as pd, matplotlib.pyplot as plt
df=pd.DataFrame({'a':[1,2,3]})
fig,ax=plt.subplots()
# %%
df.plot(ax=ax)
(df*n).plot(ax=ax)
# %%
print(len(ax.lines), ax.lines[-1].get_ydata())
# ====
import matplotlib.pyplot as plt
fig,ax=plt.subplots()
# %%
ax.clear()
ax.plot([n])
# %%
print(len(ax.lines))
# ====
import matplotlib.pyplot as plt
fig,ax=plt.subplots()
ann=ax.annotate('x',(0,0))
# %%
ann.set_text(str(n))
# %%
print(ax.texts[0].get_text())
# ====
import matplotlib.pyplot as plt
fig,ax=plt.subplots()
ax.plot([1])
ax.lines[0].remove()
# %%
ax.lines and ax.lines[0].remove()
ax.plot([n])
# %%
print(len(ax.lines))
# ====
import matplotlib.cm as cm, matplotlib.colors as mc
norm=mc.Normalize(0,10)
# %%
norm.vmax=n
# %%
print(norm(1))
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
cond='a>=@n'
# %%
print(df.query(cond))
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
st=df.style
# %%
st.set_caption(f'cap{n}')
# %%
print('cap3' in st.to_html(), 'cap2' in st.to_html())
# ====
import pandas as pd
df=pd.DataFrame({'a':[1,2,3]})
b=n
# %%
print(pd.eval('df.a+b'))
# ====
import pandas as pd, matplotlib.pyplot as plt
df=pd.DataFrame({'a':[1,2,3]})
fig,ax=plt.subplots()
# %%
a2=df.plot.bar(ax=ax)
# %%
a2.set_title(str(n))
# %%
print(ax.get_title())
