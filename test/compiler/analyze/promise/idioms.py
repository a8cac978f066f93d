# Sessions of real notebooks' idioms: blocks are parted by "# %%", sessions by "# ====". `n` and `m` are inputs. Read by idioms.ts.
# ====
p=[1]
# %%
list.append(p, n)
# %%
print(p)
# ====
p=[1]
# %%
e=dict.fromkeys('ab',p)
# %%
e['a'].append(n)
# %%
print(p)
# ====
d={}
# %%
dict.update(d, a=n)
# %%
print(d)
# ====
p=[1]
# %%
list(map(p.append,[n]))
# %%
print(p)
# ====
p=[1]
# %%
push=p.append
# %%
push(n)
# %%
print(p)
# ====
p=[1]
# %%
it=map(p.append,[n])
# %%
list(it)
# %%
print(p)
# ====
import functools
p=[1]
# %%
functools.partial(p.append,n)()
# %%
print(p)
# ====
import operator
p=[1]
# %%
operator.methodcaller('append',n)(p)
# %%
print(p)
# ====
p=[1]
# %%
p.__iadd__([n])
# %%
print(p)
# ====
class B: pass
o=B()
# %%
object.__setattr__(o,'v',n)
# %%
print(o.v)
# ====
import collections
p=[1]
# %%
Pt=collections.namedtuple('Pt','x y')
pt=Pt(p,n)
pt.x.append(n)
# %%
print(p)
# ====
import math
# %%
math.tau=n
# %%
print(math.tau)
# ====
p=[1]
class A:
    def __init_subclass__(cls, **k): p.append(n)
# %%
class B(A): pass
# %%
print(p)
# ====
p=[1]
class M(type):
    def __init__(cls, *a): p.append(n)
# %%
class A(metaclass=M): pass
# %%
print(p)
# ====
class A:
    def __getattr__(self, k): p.append(n); return 1
p=[1]
o=A()
# %%
o.anything
# %%
print(p)
# ====
p=[1]
class A:
    def __setattr__(self, k, v): p.append(v)
o=A()
# %%
o.x=n
# %%
print(p)
# ====
p=[1]
class A:
    def __repr__(self): p.append(n); return 'A'
o=A()
# %%
o
# %%
print(p)
# ====
p=[1]
class A:
    def __str__(self): p.append(n); return 'A'
o=A()
# %%
print(o)
# %%
print(p)
# ====
p=[1]
class A:
    def __bool__(self): p.append(n); return True
o=A()
# %%
if o: pass
# %%
print(p)
# ====
p=[1]
class A:
    def __contains__(self, x): p.append(n); return True
o=A()
# %%
3 in o
# %%
print(p)
# ====
p=[1]
class A:
    def __radd__(self, x): p.append(n); return 1
o=A()
# %%
1 + o
# %%
print(p)
# ====
p=[1]
class De:
    def __get__(self, o, t): p.append(n); return 1
class A:
    x=De()
o=A()
# %%
o.x
# %%
print(p)
# ====
p=[1]
class A:
    @property
    def x(self): return 1
    @x.setter
    def x(self, v): p.append(v)
o=A()
# %%
o.x=n
# %%
print(p)
# ====
import functools
p=[1]
class A:
    @functools.cached_property
    def x(self): p.append(n); return 1
o=A()
# %%
o.x
# %%
print(p)
# ====
p=[1]
class A:
    def __iter__(self):
        p.append(n)
        yield 1
o=A()
# %%
for z in o: pass
# %%
print(p)
# ====
import functools
p=[1]
@functools.singledispatch
def f(x): return 0
@f.register
def _(x: int): p.append(n)
# %%
f(3)
# %%
print(p)
# ====
import logging
logging.getLogger('x').setLevel(n)
# %%
import logging
print(logging.getLogger('x').level)
# ====
import decimal
decimal.getcontext().prec=n+2
# %%
import decimal
print(decimal.Decimal(1)/3)
# ====
import contextvars
cv=contextvars.ContextVar('cv',default=0)
# %%
cv.set(n)
# %%
print(cv.get())
# ====
type V = list[n]
# %%
print(V.__value__)
# ====
p=[1]
# %%
class A:
    __match_args__=('v',)
    def __init__(self,v): self.v=v
match A(p):
    case A(v): v.append(n)
# %%
print(p)
# ====
p=[1]
# %%
try:
    raise ExceptionGroup('g',[ValueError(p)])
except* ValueError as eg:
    eg.exceptions[0].args[0].append(n)
# %%
print(p)
# ====
import builtins
builtins.yy=n
# %%
print(yy)
# ====
import sys
sys.argv=[n]
# %%
import sys
print(sys.argv)
# ====
import sys
sys.setrecursionlimit(1000+n)
# %%
import sys
print(sys.getrecursionlimit())
# ====
import warnings
warnings.simplefilter('error' if n>2 else 'ignore')
# %%
import warnings
try:
    warnings.warn('x')
    print('no')
except UserWarning: print('yes')
# ====
p=[1]
import itertools
# %%
[*itertools.starmap(p.insert, [(0,n)])]
# %%
print(p)
# ====
p=[1]
# %%
for f in (p.append, p.extend): f([n])
# %%
print(p)
# ====
p=[1]
# %%
getattr(p,'append')(n)
# %%
print(p)
# ====
p=[1]
d={'f':p.append}
# %%
d['f'](n)
# %%
print(p)
# ====
import io
b=io.StringIO()
# %%
print(n, file=b)
# %%
print(b.getvalue())
# ====
import csv,io
b=io.StringIO()
# %%
csv.writer(b).writerow([n])
# %%
print(b.getvalue())
# ====
import pickle,io
b=io.BytesIO()
# %%
pickle.dump(n,b)
# %%
print(b.getvalue())
# ====
import struct
b=bytearray(4)
# %%
struct.pack_into('i', b, 0, n)
# %%
print(b)
# ====
b=bytearray(4)
# %%
memoryview(b)[0]=n
# %%
print(b)
# ====
from pathlib import Path
f=Path('o2.txt')
# %%
with f.open('w') as fh: fh.write(str(n))
# %%
print(f.read_text())
# ====
import gzip
# %%
with gzip.open('a.gz','wt') as f: f.write(str(n))
# %%
print(gzip.open('a.gz','rt').read())
# ====
import os
os.makedirs('out', exist_ok=True)
open('out/a.txt','w').write(str(n))
# %%
import glob
print(sorted(glob.glob('out/*')), open('out/a.txt').read())
# ====
import random
r=random.Random(1)
p=[1,2,3,4]
# %%
r.shuffle(p)
print(n)
# %%
print(p)
# ====
import random
r=random.Random(3)
rows=[[1],[2]]
# %%
x=r.choice(rows)
x.append(n)
# %%
print(rows)
# %%
print(r.random())
# ====
import random
r=random.Random(3)
# %%
print(r.sample(range(9),2), n)
# %%
print(r.sample(range(9),2))
# ====
it=iter([1,2,3])
# %%
print(','.join(str(x) for x in it), n)
# %%
print(list(it))
# ====
it=iter([1,2,3])
# %%
print(2 in it, n)
# %%
print(list(it))
# ====
it=iter([1,2,3])
# %%
a,*b=it
print(n)
# %%
print(list(it))
# ====
it=iter([1,2,3])
# %%
p=[0]
p[1:]=it
print(n)
# %%
print(list(it))
# ====
it=iter([1,2,3])
# %%
print(*it, n)
# %%
print(list(it))
# ====
open('q.txt','w').write('abc')
# %%
fh=open('q.txt')
# %%
print(fh.readline(), n)
# %%
print(repr(fh.read()))
# ====
class C:
    n_=0
    def up(self): C.n_+=1
c=C()
# %%
c.up()
print(n)
# %%
print(C.n_)
# ====
class C:
    log=[]
    def up(self): type(self).log.append(n)
c=C()
# %%
c.up()
# %%
print(C.log)
# ====
cache={}
def f(x):
    if x not in cache: cache[x]=x*n
    return cache[x]
# %%
print(f(1))
# %%
print(f(1), m)
# ====
import functools
@functools.lru_cache
def f(x): return x*k
# %%
k=2
# %%
print(f(2))
# %%
k=n
# %%
print(f(2))
# ====
state={'count':0}
def bump():
    state['count']+=1
    return state['count']
# %%
print(bump(), n)
# %%
print(bump())
# %%
print(state)
# ====
count=0
def bump():
    global count
    count+=1
    return count
# %%
print(bump(), n)
# %%
print(bump())
# %%
print(count)
# ====
rows=[]
for i in range(3): rows.append({'i':i})
# %%
for row in rows: row['n']=n
# %%
print(rows)
# ====
rows=[{'a':1},{'a':2}]
# %%
best=sorted(rows,key=lambda r: r['a'])[0]
# %%
best['a']+=n
# %%
print(rows)
# ====
rows=[{'a':1},{'a':2}]
# %%
top=list(filter(lambda r: r['a']>1, rows))
# %%
top[0]['a']=n
# %%
print(rows)
# ====
rows=[[1],[2]]
# %%
first,*rest=rows
rest[0].append(n)
# %%
print(rows)
# ====
rows=[[1],[2]]
# %%
c=rows.copy()
c[0].append(n)
# %%
print(rows)
# ====
rows=[[0]*2]*2
# %%
rows[0][0]=n
# %%
print(rows)
# ====
import dataclasses
@dataclasses.dataclass
class P:
    x: list
p=[1]
# %%
r=P(p)
r2=dataclasses.replace(r)
r2.x.append(n)
# %%
print(p)
# ====
from typing import NamedTuple
class P(NamedTuple):
    x: list
p=[1]
r=P(p)
# %%
r.x.append(n)
# %%
print(p)
# ====
import abc
class B(abc.ABC):
    @abc.abstractmethod
    def go(self): ...
log=[]
class D(B):
    def go(self): log.append(n)
# %%
D().go()
# %%
print(log)
# ====
class Reg:
    items={}
    def __init_subclass__(cls): Reg.items[cls.__name__]=n
# %%
class One(Reg): pass
# %%
print(Reg.items)
# ====
registry={}
def register(name):
    def deco(f):
        registry[name]=f
        return f
    return deco
# %%
@register('a')
def one(): return n
# %%
print({k: v() for k,v in registry.items()})
# ====
class Timer:
    def __enter__(self):
        self.t=n
        return self
    def __exit__(self,*a): self.done=n
# %%
with Timer() as t: pass
# %%
print(t.t,t.done)
# ====
import collections
g=collections.defaultdict(list)
# %%
g['x']
# %%
print(list(g), n)
# %%
print(list(g))
# ====
import collections
c=collections.Counter()
# %%
c.update('ab'*n)
# %%
print(c)
# ====
from collections import deque
last=deque(maxlen=2)
# %%
last.append(n)
# %%
last.append(m)
# %%
print(last)
# ====
p=[3,1,2]
# %%
p[0], p[1] = p[1], n
# %%
print(p)
# ====
p=[3,1,2]
# %%
[p.pop() for _ in range(n%3)]
# %%
print(p)
# ====
f=lambda: g2()
# %%
g2=lambda: n
# %%
print(f())
# ====
class A:
    def go(self): return helper()
a=A()
# %%
def helper(): return n
# %%
print(a.go())
# ====
def outer():
    xs=[]
    def add(v): xs.append(v)
    def get(): return xs
    return add,get
add,get=outer()
# %%
add(n)
# %%
print(get())
# ====
gen=(i*n for i in range(3))
# %%
print(next(gen))
# %%
print(list(gen))
# ====
import itertools
ids=itertools.count()
class A:
    def __init__(self): self.id=next(ids)
# %%
a=A()
print(n)
# %%
b=A()
print(b.id)
# ====
import asyncio
results=[]
async def work(i): results.append(i*n)
# %%
await asyncio.gather(*(work(i) for i in range(2)))
# %%
print(results)
# ====
import asyncio
q=asyncio.Queue()
# %%
await q.put(n)
# %%
print(q.qsize())
print(await q.get())
# %%
print(q.qsize())
# ====
y=1
# %%
y=10//(n-3)
# %%
print(y)
# ====
y=1
# %%
y=10//(n-1)
# %%
print(y)
# ====
p=[1]
# %%
p.append(n); 1//(n-1)
# %%
print(p)
# ====
j = m
# %%
if n > 7:
    any((j := x) > n for x in range(4))
# %%
if n > 2: raise KeyError
j = 2
