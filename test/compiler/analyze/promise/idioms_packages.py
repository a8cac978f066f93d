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
