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
# ====
d={'a':[1],'b':[2]}
# %%
for k,v in d.items(): v.append(n)
# %%
print(d)
# ====
d={'a':[1],'b':[2]}
# %%
for v in d.values(): v.append(n)
# %%
print(d)
# ====
d={'a':{'b':[1]}}
# %%
d['a']['b'].append(n)
# %%
print(d)
# ====
p=[[1],[2]]
# %%
x,*rest=p
x.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
*_,x=p
x.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
(x,),y=[p[:1],p]
x.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
for i,x in enumerate(p): x.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
for x,y in zip(p,[3,4]): x.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
list(map(lambda x: x.append(n), p))
# %%
print(p)
# ====
p=[[1],[2]]
# %%
sum(len(x.append(n) or x) for x in p)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
(y:=p[0]).append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
if (y:=p[0]): y.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
match p:
    case [x,*_]: x.append(n)
# %%
print(p)
# ====
p={'a':[1]}
# %%
match p:
    case {'a': x}: x.append(n)
# %%
print(p)
# ====
p={'a':[1],'b':[2]}
# %%
match p:
    case {'a': _, **rest}: rest['b'].append(n)
# %%
print(p)
# ====
import contextlib
p=[[1],[2]]
# %%
with contextlib.nullcontext(p[0]) as x: x.append(n)
# %%
print(p)
# ====
import itertools
p=[[1],[2]]
# %%
for k,g in itertools.groupby(p,key=len):
    for x in g: x.append(n)
# %%
print(p)
# ====
import itertools
p=[[1],[2]]
# %%
for x in itertools.chain.from_iterable([p]): x.append(n)
# %%
print(p)
# ====
import itertools
p=[[1],[2]]
# %%
for x,y in itertools.product(p,repeat=2): x.append(n)
# %%
print(p)
# ====
import itertools
p=[[1],[2],[3]]
# %%
for x,y in itertools.pairwise(p): y.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
for x in reversed(p): x.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
for x in sorted(p,key=len): x.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
for x in p[::-1]: x.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
q=tuple(p)
# %%
q[0].append(n)
# %%
print(p)
# ====
import collections
rows=[('a',[1]),('b',[2])]
g=collections.defaultdict(list)
# %%
for k,v in rows: g[k].append(v)
# %%
g['a'][0].append(n)
# %%
print(rows)
# ====
import collections
P=collections.namedtuple('P','x y')
p=[P([1],2)]
# %%
for x,y in p: x.append(n)
# %%
print(p)
# ====
class Node:
    def __init__(self,v): self.v=v; self.kids=[]
root=Node(0)
root.kids.append(Node(1))
# %%
def walk(node):
    yield node
    for k in node.kids: yield from walk(k)
# %%
for node in walk(root): node.v+=n
# %%
print([x.v for x in walk(root)])
# ====
class Node:
    def __init__(self,v): self.v=v; self.next=None
a=Node(1); b=Node(2); a.next=b
# %%
a.next.v=n
# %%
print(b.v)
# ====
p=[[1],[2]]
# %%
def first(xs): return xs[0]
first(p).append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
def gen(xs):
    for x in xs: yield x
for x in gen(p): x.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
next(iter(p)).append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
max(p).append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
import functools
functools.reduce(lambda a,b: a, p).append(n)
# %%
print(p)
# ====
import operator
p=[[1],[2]]
# %%
operator.itemgetter(0)(p).append(n)
# %%
print(p)
# ====
import operator
class A: pass
a=A(); a.v=[1]
# %%
operator.attrgetter('v')(a).append(n)
# %%
print(a.v)
# ====
p=[[1],[2]]
# %%
import heapq
for x in heapq.nlargest(1,p): x.append(n)
# %%
print(p)
# ====
import collections
p=[[1],[2]]
# %%
dq=collections.deque(p)
# %%
dq[0].append(n)
# %%
print(p)
# ====
import collections
a={'x':[1]}; b={'y':[2]}
cm=collections.ChainMap(a,b)
# %%
cm['y'].append(n)
cm['z']=n
# %%
print(a,b)
# ====
import json
cfg=json.loads('{"a":{"b":[1]}}')
# %%
a=cfg['a']
# %%
a['b'].append(n)
# %%
print(cfg)
# ====
import copy
p=[[1],[2]]
q=copy.copy(p)
# %%
q[0].append(n)
# %%
print(p)
# ====
p=[[1],[2]]
d=dict(enumerate(p))
# %%
d[0].append(n)
# %%
print(p)
# ====
p=[[1],[2]]
d={**{'a':p[0]}}
# %%
d['a'].append(n)
# %%
print(p)
# ====
p=[[1],[2]]
q=[*p]
# %%
q[0].append(n)
# %%
print(p)
# ====
p=[[1],[2]]
s=p+[]
# %%
s[0].append(n)
# %%
print(p)
# ====
p=[[1],[2]]
s=p*2
# %%
s[0].append(n)
# %%
print(p)
# ====
d={'a':[1]}
e=d|{'b':[2]}
# %%
e['a'].append(n)
# %%
print(d)
# ====
d={'a':[1]}
x=d.get('a')
# %%
x.append(n)
# %%
print(d)
# ====
d={'a':[1]}
# %%
for k in list(d): d[k].append(n)
# %%
print(d)
# ====
d={'a':[1]}
it=iter(d.items())
# %%
k,v=next(it)
v.append(n)
# %%
print(d)
# ====
m1=[[0]*3 for _ in range(2)]
# %%
for row in m1:
    for j in range(3): row[j]=n
# %%
print(m1)
# ====
class Grid:
    def __init__(self): self.rows=[[0],[0]]
    def __getitem__(self,i): return self.rows[i]
g=Grid()
# %%
g[0].append(n)
# %%
print(g.rows)
# ====
class Grid:
    def __init__(self): self.rows=[[0],[0]]
    def __iter__(self): return iter(self.rows)
g=Grid()
# %%
for r in g: r.append(n)
# %%
print(g.rows)
# ====
class Grid:
    def __init__(self): self.rows=[[0],[0]]
    def __enter__(self): return self.rows[0]
    def __exit__(self,*a): pass
g=Grid()
# %%
with g as r: r.append(n)
# %%
print(g.rows)
# ====
import types
ns=types.SimpleNamespace(a=[1])
# %%
x=ns.a
# %%
x.append(n)
# %%
print(ns)
# ====
import dataclasses
@dataclasses.dataclass
class R:
    items: list = dataclasses.field(default_factory=list)
r=R()
# %%
for f in dataclasses.fields(r): getattr(r,f.name).append(n)
# %%
print(r)
# ====
import dataclasses
@dataclasses.dataclass
class R:
    items: list
r=R([1])
# %%
t=dataclasses.astuple(r); u=vars(r)
u['items'].append(n)
# %%
print(r)
# ====
p=[[1],[2]]
try:
    raise ValueError(p)
except ValueError as e:
    err=e
# %%
err.args[0][0].append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
f=lambda q=p: q[0]
# %%
f().append(n)
# %%
print(p)
# ====
import weakref
class A: pass
a=A(); a.v=0
w=weakref.ref(a)
# %%
w().v=n
# %%
print(a.v)
# ====
import weakref
class A: pass
a=A()
wd=weakref.WeakKeyDictionary()
# %%
wd[a]=n
# %%
print(list(wd.values()))
# ====
import contextvars
p=[1]
cv=contextvars.ContextVar('cv')
cv.set(p)
# %%
cv.get().append(n)
# %%
print(p)
# ====
import queue
p=[1]
q=queue.Queue()
q.put(p)
# %%
q.get().append(n)
# %%
print(p, q.qsize())
# ====
p=[[1],[2]]
# %%
for i in range(len(p)): x=p[i]; x.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
while p[0] and len(p[0])<n: p[0].append(0)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
a,b=p
a,b=b,a
a.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
x=p[0] if n>1 else p[1]
x.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
x=p and p[0]
x.append(n)
# %%
print(p)
# ====
import asyncio
p=[[1],[2]]
async def pick(i): return p[i]
# %%
(await pick(0)).append(n)
# %%
print(p)
# ====
import asyncio
p=[[1],[2]]
async def ag():
    for x in p: yield x
# %%
async for x in ag(): x.append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
y=[x async for x in __import__('asyncio') ] if False else [x for x in p]
y[0].append(n)
# %%
print(p)
# ====
s={'a':[1]}.items()
# %%
dict(s)['a'].append(n)
# %%
print(s)
# ====
p=[1]
z=[p]
# %%
z.pop().append(n)
# %%
print(p, z)
# ====
p=[1]
z={'p':p}
# %%
z.pop('p').append(n)
# %%
print(p, z)
# ====
p=[1]
z={'p':p}
# %%
z.setdefault('p',[]).append(n)
# %%
print(p)
# ====
from collections import OrderedDict
p=[1]
z=OrderedDict(p=p)
# %%
z.popitem()[1].append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
x=next((x for x in p if x[0]>1), None)
x.append(n)
# %%
print(p)
# ====
p=[{'id':1},{'id':2}]
by={r['id']:r for r in p}
# %%
by[2]['v']=n
# %%
print(p)
# ====
p=[{'id':1},{'id':2}]
# %%
def update(rows, **kw):
    for r in rows: r.update(kw)
update(p, v=n)
# %%
print(p)
# ====
p=[{'id':1},{'id':2}]
# %%
def update(*rows, v):
    for r in rows: r['v']=v
update(*p, v=n)
# %%
print(p)
# ====
p={'a':[1]}
# %%
def update(**kw):
    for k,v in kw.items(): v.append(n)
update(**p)
# %%
print(p)
# ====
import string
p=[[1]]
# %%
s=f'{p[0].append(n)}'
# %%
print(p)
# ====
p=[[1],[2]]
# %%
del p[0][:]
p[0].append(n)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
p[0],p[1]=p[1],p[0]
p[0]+= [n]
# %%
print(p)
# ====
p=[[1],[2]]
# %%
for p[0] in ([n],): pass
p[0].append(1)
# %%
print(p)
# ====
p=[[1],[2]]
# %%
import threading
t=threading.Thread
# %%
from concurrent.futures import Future
f=Future()
f.set_result(p)
f.result()[0].append(n)
# %%
print(p)
# ====
import random
random.seed(n)
# %%
a=random.random()
# %%
b=random.random()
print(a,b)
# ====
import random
random.seed(0)
def roll(): return random.randint(1,6)
# %%
print([roll() for _ in range(n)])
# %%
print(roll())
# ====
import os
os.environ['MODE']=str(n)
# %%
def mode(): return os.getenv('MODE','none')
# %%
print(mode())
# ====
import os
# %%
os.environ.setdefault('XX_MODE', str(n))
# %%
print(os.environ['XX_MODE'])
# %%
del os.environ['XX_MODE']
# %%
print(os.environ.get('XX_MODE'), m)
# ====
import os
os.makedirs('a/b', exist_ok=True)
# %%
os.chdir('a')
# %%
open('x.txt','w').write(str(n))
# %%
print(os.listdir('.'))
# %%
os.chdir('..')
# %%
print(os.path.exists('x.txt'), open('a/x.txt').read())
# ====
import sys
sys.path.append(f'p{n}')
# %%
print([p for p in sys.path if p.startswith('p') and len(p)==2])
# %%
sys.path.remove(f'p{n}')
# %%
print([p for p in sys.path if p.startswith('p') and len(p)==2])
# ====
import warnings
warnings.filterwarnings('ignore')
# %%
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    warnings.warn(f'x{n}')
print(len(w), w[0].message)
# ====
import locale
loc=locale.setlocale(locale.LC_ALL)
# %%
print(loc, n)
# ====
import decimal
# %%
with decimal.localcontext() as c:
    c.prec=n+1
    print(decimal.Decimal(1)/7)
# %%
print(decimal.Decimal(1)/7, m)
# ====
import decimal
from decimal import getcontext, Decimal
getcontext().prec=n+3
# %%
print(Decimal(2).sqrt())
# ====
import logging
logger=logging.getLogger('app')
logger.setLevel(logging.DEBUG)
records=[]
class H(logging.Handler):
    def emit(self, r): records.append(r.getMessage())
logger.handlers.clear()
logger.addHandler(H())
# %%
logger.info('n=%s', n)
# %%
print(records)
# ====
import logging, io
buf=io.StringIO()
logging.basicConfig(stream=buf, level=logging.INFO, force=True)
# %%
logging.info('v %d', n)
# %%
print(buf.getvalue())
# ====
with open('data.csv','w') as f:
    f.write('a,b\n')
    for i in range(n): f.write(f'{i},{i*i}\n')
# %%
import csv
with open('data.csv') as f:
    rows=list(csv.DictReader(f))
# %%
print(len(rows), rows[-1])
# ====
from pathlib import Path
out=Path('report')
out.mkdir(exist_ok=True)
# %%
(out/'r.txt').write_text(f'n={n}')
# %%
print(sorted(p.name for p in out.iterdir()))
# %%
for p in out.glob('*.txt'): p.unlink()
# %%
print(list(out.iterdir()), m)
# ====
import json
json.dump({'n':n}, open('c.json','w'))
# %%
cfg=json.load(open('c.json'))
# %%
cfg['m']=m
json.dump(cfg, open('c.json','w'))
# %%
print(open('c.json').read())
# ====
import sqlite3
con=sqlite3.connect(':memory:')
con.execute('create table t(x)')
# %%
con.execute('insert into t values (?)',(n,))
# %%
print(con.execute('select x from t').fetchall())
# ====
import sqlite3
con=sqlite3.connect('f.db')
cur=con.cursor()
cur.execute('drop table if exists t')
cur.execute('create table t(x)')
# %%
cur.executemany('insert into t values (?)',[(i,) for i in range(n)])
con.commit()
# %%
cur.execute('select count(*) from t')
# %%
print(cur.fetchone())
# ====
import shelve
with shelve.open('sh') as db: db['n']=n
# %%
with shelve.open('sh') as db: print(db['n'])
# ====
import pickle
with open('o.pkl','wb') as f: pickle.dump({'n':n},f)
# %%
with open('o.pkl','rb') as f: o=pickle.load(f)
# %%
o['m']=m
# %%
print(o)
# ====
import zipfile
with zipfile.ZipFile('z.zip','w') as z: z.writestr('a.txt',str(n))
# %%
with zipfile.ZipFile('z.zip') as z: print(z.read('a.txt'))
# ====
import shutil
open('s.txt','w').write(str(n))
shutil.copy('s.txt','t.txt')
# %%
print(open('t.txt').read())
# ====
import configparser
cp=configparser.ConfigParser()
cp['a']={'x':'1'}
# %%
cp['a']['x']=str(n)
# %%
print(cp['a']['x'])
# ====
import xml.etree.ElementTree as ET
root=ET.Element('r')
# %%
c=ET.SubElement(root,'c')
c.text=str(n)
# %%
print(ET.tostring(root))
# ====
class Counter:
    total=0
    def __init__(self): Counter.total+=1
# %%
c=[Counter() for _ in range(n)]
# %%
print(Counter.total)
# ====
class Counter:
    total=0
    def __init__(self): type(self).total+=1
class Sub(Counter): pass
# %%
Sub(); print(n)
# %%
print(Sub.total, Counter.total)
# ====
class Config:
    alpha=1
# %%
Config.alpha=n
# %%
def f(): return Config.alpha*2
# %%
print(f())
# ====
class Positive:
    def __set_name__(self,o,name): self.name='_'+name
    def __get__(self,o,t): return getattr(o,self.name)
    def __set__(self,o,v): setattr(o,self.name,max(0,v))
class A:
    x=Positive()
a=A()
# %%
a.x=n-2
# %%
print(a.x)
# ====
fs=[lambda: i for i in range(3)]
# %%
i=n
# %%
print([f() for f in fs])
# ====
fs=[]
for i in range(3): fs.append(lambda: i)
# %%
print([f() for f in fs])
# %%
i=n
# %%
print([f() for f in fs])
# ====
import functools
calls=[]
@functools.lru_cache(maxsize=None)
def fib(k):
    calls.append(k)
    return k if k<2 else fib(k-1)+fib(k-2)
# %%
print(fib(n))
# %%
print(fib(2), len(calls))
# ====
import functools
@functools.cache
def f(x): return x*scale
scale=2
# %%
print(f(3), f.cache_info())
# %%
scale=n
# %%
f.cache_clear()
# %%
print(f(3))
# ====
def gen():
    i=0
    while True:
        yield i
        i+=n
g=gen()
# %%
print(next(g), next(g))
# %%
print(next(g))
# ====
def reader():
    for line in ['a','b','c','d']: yield line
lines=reader()
header=next(lines)
# %%
first=[next(lines) for _ in range(n%2)]
# %%
print(list(lines))
# ====
import itertools
it=itertools.cycle('abc')
# %%
print([next(it) for _ in range(n)])
# %%
print(next(it))
# ====
import itertools
g1,g2=itertools.tee(iter(range(5)))
# %%
print(list(itertools.islice(g1,n)))
# %%
print(list(g1),list(g2))
# ====
import contextvars
v=contextvars.ContextVar('v',default=1)
# %%
tok=v.set(n)
# %%
print(v.get())
# %%
v.reset(tok)
# %%
print(v.get(), m)
# ====
import contextvars
v=contextvars.ContextVar('v',default=1)
ctx=contextvars.copy_context()
# %%
ctx.run(v.set,n)
# %%
print(ctx[v], v.get())
# ====
import asyncio
log=[]
async def worker(q):
    while not q.empty(): log.append(await q.get())
# %%
q=asyncio.Queue()
for i in range(n): q.put_nowait(i)
await worker(q)
# %%
print(log)
# ====
import asyncio
lock=asyncio.Lock()
shared={'v':0}
# %%
async with lock: shared['v']+=n
# %%
print(shared)
# ====
import asyncio
ev=asyncio.Event()
# %%
if n>1: ev.set()
# %%
print(ev.is_set())
# ====
import asyncio
async def slow(x):
    await asyncio.sleep(0)
    return [x]
t=asyncio.ensure_future(slow(n))
# %%
r=await t
r.append(m)
# %%
print(r)
# ====
from dataclasses import dataclass, field
@dataclass
class Cfg:
    lr: float = 0.1
    tags: list = field(default_factory=list)
cfg=Cfg()
# %%
cfg.lr=n/10
cfg.tags.append(m)
# %%
print(cfg)
# ====
from dataclasses import dataclass, replace
@dataclass(frozen=True)
class P:
    x: int
    y: tuple=()
p=P(1)
# %%
q=replace(p,x=n)
# %%
print(p,q)
# ====
from dataclasses import dataclass, asdict
@dataclass
class P:
    x: list
p=P([1])
# %%
d=asdict(p)
d['x'].append(n)
# %%
print(p,d)
# ====
import enum
class Mode(enum.Enum):
    A=1
    B=2
# %%
mode=Mode(1 if n>1 else 2)
# %%
print(mode, list(Mode))
# ====
import enum
class F(enum.Flag):
    A=1
    B=2
    C=4
state=F.A
# %%
state|=F.B if n>1 else F.C
# %%
print(state)
# ====
import math
orig=math.sqrt
# %%
math.sqrt=lambda x: n
# %%
print(math.sqrt(4))
# %%
math.sqrt=orig
# %%
print(math.sqrt(4), m)
# ====
import datetime
class D(datetime.date):
    pass
# %%
datetime.date=D
# %%
print(datetime.date.__name__, n)
# ====
import json
def default(o): return n
# %%
print(json.dumps({'x':{1}}, default=default))
# ====
import string
class T(string.Template):
    delimiter='%'
# %%
T.delimiter='$' if n>1 else '%'
# %%
print(T('$a %a').safe_substitute(a=1))
# ====
import os.path
import os
# %%
print(os.path.join('a',str(n)))
# ====
import xml.dom
import xml.dom.minidom
# %%
d=xml.dom.minidom.parseString('<a/>')
# %%
d.documentElement.setAttribute('n',str(n))
# %%
print(d.toxml())
# ====
import collections.abc
import collections
# %%
collections.extra=n
# %%
print(collections.extra)
# ====
from math import *
# %%
print(floor(n/2)+pi)
# ====
from os.path import *
# %%
print(join('a',str(n)))
# ====
from collections import *
# %%
c=Counter('ab'*n)
# %%
c.update('a')
# %%
print(c)
# ====
total=0
def outer():
    def inner():
        global total
        total+=n
    inner()
# %%
outer()
# %%
print(total)
# ====
def setup():
    global conf
    conf={'n':n}
setup()
# %%
conf['m']=m
# %%
print(conf)
# ====
exec('y=n*2')
# %%
print(y)
# ====
ns={}
exec('y=1+k', {'k':n}, ns)
# %%
print(ns['y'])
# ====
code=compile('z=n+1','<s>','exec')
# %%
exec(code)
# %%
print(z)
# ====
expr='n*2'
# %%
print(eval(expr))
# ====
handlers=[]
def on(f):
    handlers.append(f)
    return f
# %%
@on
def one(): return n
# %%
@on
def two(): return m
# %%
print([h() for h in handlers])
# ====
routes={}
def route(path, **kw):
    def deco(f):
        routes[path]=(f,kw)
        return f
    return deco
# %%
@route('/a', v=n)
def a(): return 1
# %%
print({k:(f(),kw) for k,(f,kw) in routes.items()})
# ====
class Registry(type):
    seen=[]
    def __new__(mcs,name,bases,ns):
        cls=super().__new__(mcs,name,bases,ns)
        mcs.seen.append((name,ns.get('v')))
        return cls
# %%
class A(metaclass=Registry):
    v=n
# %%
print(Registry.seen)
# ====
import types
mod=types.ModuleType('mod')
# %%
mod.x=n
# %%
print(mod.x)
# ====
import types, sys
mod=types.ModuleType('mymod')
mod.x=n
sys.modules['mymod']=mod
# %%
import mymod
print(mymod.x)
# ====
import weakref
class A: pass
seen=[]
a=A()
fin=weakref.finalize(a, seen.append, n)
# %%
del a
# %%
print(seen)
# ====
import weakref
class A: pass
cache=weakref.WeakValueDictionary()
keep=A()
# %%
cache[n]=keep
# %%
print(list(cache))
# ====
import gc, weakref
class A: pass
x=A()
r=weakref.ref(x)
# %%
x=n
# %%
print(r() is None)
# ====
import threading
res=[]
t=threading.local()
# %%
t.v=n
# %%
print(t.v)
# ====
import threading
lock=threading.Lock()
v=0
# %%
with lock: v+=n
# %%
print(v)
# ====
import threading
c=threading.Semaphore(5)
# %%
c.acquire()
print(n)
# %%
print(c._value)
# ====
import queue
q=queue.PriorityQueue()
# %%
for i in range(n): q.put(-i)
# %%
print(q.get())
# %%
print(q.qsize())
# ====
import heapq
h=[]
# %%
heapq.heappush(h,n)
# %%
heapq.heappush(h,m)
# %%
print(heapq.heappop(h))
# %%
print(h)
# ====
import bisect
a=[1,5,9]
# %%
bisect.insort(a,n)
# %%
print(a)
# ====
import array
a=array.array('i',[1,2])
# %%
a.append(n)
a[0]=m
# %%
print(a)
# ====
import struct
b=bytearray(8)
# %%
struct.pack_into('<i',b,4,n)
# %%
print(struct.unpack_from('<ii',b))
# ====
s=bytearray(b'abc')
v=memoryview(s)
# %%
v[1]=65+n
# %%
print(s)
# ====
import copy
a={'x':[1]}
b=copy.copy(a)
c=copy.deepcopy(a)
# %%
a['x'].append(n)
# %%
print(b,c)
# ====
t=([1],2)
# %%
try: t[0]+=[n]
except TypeError: print('te')
# %%
print(t)
# ====
a=b=[]
# %%
a+=[n]
# %%
print(b)
# ====
x=y=0
# %%
x+=n
# %%
print(x,y)
# ====
def f(x, acc=[]):
    acc.append(x)
    return acc
# %%
print(f(n))
# %%
print(f(m))
# ====
def f():
    f.count=getattr(f,'count',0)+1
    return f.count
# %%
f(); print(n)
# %%
print(f())
# ====
class Stack(list):
    def push(self,x): self.append(x)
s=Stack()
# %%
s.push(n)
# %%
print(s)
# ====
class D(dict):
    def __missing__(self,k):
        self[k]=v=k*n
        return v
d=D()
# %%
print(d[2])
# %%
print(dict(d))
# ====
class AttrDict(dict):
    __getattr__=dict.__getitem__
    __setattr__=dict.__setitem__
d=AttrDict(a=1)
# %%
d.b=n
# %%
print(d)
# ====
class V:
    def __init__(self,x): self.x=x
    def __iadd__(self,o): self.x+=o; return self
    def __add__(self,o): return V(self.x+o)
v=V(1)
w=v
# %%
v+=n
# %%
print(w.x)
# ====
class Lazy:
    def __init__(self): self._v=None
    @property
    def v(self):
        if self._v is None: self._v=n*10
        return self._v
z=Lazy()
# %%
print(z.v)
# %%
print(z.__dict__)
# ====
class Chain:
    def __init__(self): self.ops=[]
    def add(self,x):
        self.ops.append(x)
        return self
c=Chain()
# %%
c.add(1).add(n)
# %%
print(c.ops)
# ====
class Observer:
    def __init__(self): self.subs=[]
    def sub(self,f): self.subs.append(f)
    def fire(self,x):
        for f in self.subs: f(x)
o=Observer()
got=[]
o.sub(got.append)
# %%
o.fire(n)
# %%
print(got)
# ====
class Single:
    _i=None
    def __new__(cls):
        if cls._i is None: cls._i=super().__new__(cls)
        return cls._i
# %%
Single().v=n
# %%
print(Single().v)
# ====
class Ctx:
    depth=0
    def __enter__(self): Ctx.depth+=1; return self
    def __exit__(self,*a): Ctx.depth-=n-n
# %%
with Ctx(): print(Ctx.depth, n)
# %%
print(Ctx.depth)
# ====
import contextlib
@contextlib.contextmanager
def setting(d,k,v):
    old=d.get(k)
    d[k]=v
    yield d
    d[k]=old
conf={'a':1}
# %%
with setting(conf,'a',n): print(conf)
# %%
print(conf)
# ====
import contextlib
es=contextlib.ExitStack()
log=[]
# %%
es.callback(log.append,n)
# %%
es.close()
# %%
print(log)
# ====
import io, contextlib
buf=io.StringIO()
# %%
with contextlib.redirect_stdout(buf): print('hidden',n)
# %%
print(repr(buf.getvalue()))
# ====
import sys, io
old=sys.stdout
buf=io.StringIO()
# %%
sys.stdout=buf
print('x',n)
sys.stdout=old
# %%
print(repr(buf.getvalue()))
# ====
import atexit
log=[]
f=atexit.register(log.append,n)
# %%
print(f.__name__)
# ====
import signal
print(n)
# ====
import argparse
ap=argparse.ArgumentParser()
ap.add_argument('--x',type=int,default=1)
# %%
args=ap.parse_args(['--x',str(n)])
# %%
args.y=m
# %%
print(args)
# ====
import argparse
ap=argparse.ArgumentParser(prog='p')
# %%
ap.set_defaults(z=n)
# %%
print(ap.parse_args([]))
# ====
import re
pat=re.compile('a'*n)
# %%
ms=pat.finditer('aaaaaa')
# %%
print(next(ms).span())
# %%
print(len(list(ms)))
# ====
import collections
od=collections.OrderedDict(a=1,b=2,c=3)
# %%
od.move_to_end('a', last=n>1)
# %%
print(list(od))
# ====
import collections
dd=collections.defaultdict(lambda: n)
# %%
print(dd['x'])
# %%
print(dict(dd))
# ====
import collections
u=collections.UserList([1])
# %%
u.append(n)
# %%
print(u, u.data)
# ====
import types
p=types.MappingProxyType(d:={'a':1})
# %%
d['a']=n
# %%
print(p)
# ====
import operator
d={'a':1}
# %%
operator.ior(d,{'b':n})
# %%
print(d)
# ====
import operator
a=[3,1]
# %%
operator.iadd(a,[n])
operator.delitem(a,0)
# %%
print(a)
# ====
import functools
class A:
    def __init__(self): self.log=[]
    add=functools.partialmethod(lambda self,x: self.log.append(x), 7)
a=A()
# %%
a.add(); print(n)
# %%
print(a.log)
# ====
import functools
def trace(f):
    @functools.wraps(f)
    def inner(*a):
        inner.calls+=1
        return f(*a)
    inner.calls=0
    return inner
@trace
def sq(x): return x*x
# %%
print(sq(n))
# %%
print(sq.calls)
# ====
import unittest.mock as mock
import os
# %%
with mock.patch.dict(os.environ,{'ZZ':str(n)}): print(os.environ['ZZ'])
# %%
print(os.environ.get('ZZ'), m)
# ====
import typing
def f(x: typing.Annotated[int, n]): return x
# %%
print(typing.get_type_hints(f,include_extras=True))
# ====
x: list[int] = []
# %%
x.append(n)
# %%
print(x, __annotations__ if n<0 else '')
# ====
lst=[1,2,3]
# %%
lst.sort(key=lambda v: -v if n>1 else v)
# %%
print(lst)
# ====
lst=[3,1,2]
lst.sort()
# %%
lst.reverse()
print(n)
# %%
print(lst)
# ====
d={}
# %%
for ch in 'hello': d[ch]=d.get(ch,0)+n
# %%
print(d)
# ====
matrix=[[1,2],[3,4]]
t=list(zip(*matrix))
# %%
matrix[0][0]=n
# %%
print(t,matrix)
# ====
a,b=[],[]
# %%
(a if n>1 else b).append(m)
# %%
print(a,b)
# ====
funcs={'add': lambda xs: xs.append(n)}
xs=[]
# %%
funcs['add'](xs)
# %%
print(xs)
# ====
xs=[]
def run(cb): cb(n)
# %%
run(xs.append)
# %%
print(xs)
# ====
xs=[]
# %%
def run(cb):
    for i in range(2): cb(i*n)
run(lambda v: xs.append(v))
# %%
print(xs)
# ====
g=globals()
# %%
g['dyn']=n
# %%
print(dyn)
# ====
try:
    import nope
except ImportError:
    nope=None
# %%
val=n if nope is None else 0
# %%
print(val)
# ====
if n>1:
    def f(): return 'big'
else:
    def f(): return 'small'
# %%
print(f())
# ====
import uuid
u=uuid.UUID(int=n)
# %%
print(u)
# ====
import hashlib
h=hashlib.md5()
# %%
h.update(str(n).encode())
# %%
print(h.hexdigest())
# ====
import zlib
c=zlib.compressobj()
# %%
out=c.compress(b'a'*n)
# %%
out+=c.flush()
# %%
print(zlib.decompress(out))
# ====
import html.parser
class P(html.parser.HTMLParser):
    def __init__(self): super().__init__(); self.tags=[]
    def handle_starttag(self,t,a): self.tags.append(t)
p=P()
# %%
p.feed('<b>'*n)
# %%
print(p.tags)
# ====
import statistics
data=[1,2]
# %%
data.append(n)
# %%
print(statistics.mean(data))
# ====
import fractions
f=fractions.Fraction(1,3)
# %%
f+=n
# %%
print(f)
# ====
import calendar
calendar.setfirstweekday(n)
# %%
print(calendar.firstweekday())
# ====
import textwrap
w=textwrap.TextWrapper()
# %%
w.width=n+5
# %%
print(w.fill('aaa bbb ccc ddd'))
# ====
import pprint
pp=pprint.PrettyPrinter(width=80)
# %%
pp._width=n
# %%
pp.pprint(['aaaa','bbbb'])
# ====
import graphlib
ts=graphlib.TopologicalSorter()
# %%
ts.add(n,m)
# %%
print(list(ts.static_order()))
# ====
import mimetypes
mimetypes.add_type(f'x/{n}','.foo')
# %%
print(mimetypes.guess_type('a.foo'))
# ====
import string, builtins
old=print
# %%
print=lambda *a: old('>',*a)
# %%
print(n)
# ====
from types import SimpleNamespace
st=SimpleNamespace(n=0)
def inc(by): st.n+=by
# %%
inc(n)
# %%
inc(m)
# %%
print(st)
# ====
class Account:
    def __init__(self): self.b=0
    def dep(self,x): self.b+=x
accts={'a':Account()}
# %%
accts['a'].dep(n)
# %%
accts.setdefault('b',Account()).dep(m)
# %%
print({k:v.b for k,v in accts.items()})
# ====
class Tree:
    def __init__(self): self.l=self.r=None; self.v=None
    def ins(self,v):
        if self.v is None: self.v=v
        elif v<self.v:
            self.l=self.l or Tree(); self.l.ins(v)
        else:
            self.r=self.r or Tree(); self.r.ins(v)
    def __iter__(self):
        if self.l: yield from self.l
        if self.v is not None: yield self.v
        if self.r: yield from self.r
t=Tree()
# %%
for v in (5,n,m): t.ins(v)
# %%
print(list(t))
# ====
import abc
class Shape(abc.ABC):
    reg={}
    def __init_subclass__(cls,**k): Shape.reg[cls.__name__]=k.get('v')
    @abc.abstractmethod
    def area(self): ...
# %%
class Sq(Shape, v=n):
    def area(self): return n*n
# %%
print(Shape.reg, Sq().area())
# ====
class Meta(type):
    def __call__(cls,*a):
        o=super().__call__(*a)
        o.tag=n
        return o
class A(metaclass=Meta): pass
# %%
a=A()
# %%
print(a.tag)
# ====
class A:
    __slots__=('x','__weakref__')
a=A()
# %%
a.x=n
# %%
print(a.x)
# %%
del a.x
# %%
print(hasattr(a,'x'))
# ====
class A:
    def __hash__(self): return 1
    def __eq__(self,o): eqs.append(n); return True
eqs=[]
s={A()}
# %%
s.add(A())
# %%
print(len(s),len(eqs))
# ====
class A:
    def __len__(self): seen.append(n); return 2
seen=[]
a=A()
# %%
print(len(a))
# %%
print(seen)
# ====
class A:
    def __format__(self,s): seen.append(n); return 'A'
seen=[]
a=A()
# %%
x=f'{a:>3}'
# %%
print(seen)
# ====
class A:
    def __index__(self): seen.append(n); return 0
seen=[]
a=A()
# %%
[1,2][a]
# %%
print(seen)
# ====
class A:
    def __float__(self): seen.append(n); return 1.0
    def __int__(self): seen.append(m); return 1
seen=[]
a=A()
# %%
float(a); int(a)
# %%
print(seen)
# ====
class A:
    def __lt__(self,o): seen.append(n); return False
seen=[]
xs=[A(),A()]
# %%
ys=sorted(xs)
# %%
print(seen)
# ====
class A:
    def __delitem__(self,k): seen.append((k,n))
    def __delattr__(self,k): seen.append((k,m))
seen=[]
a=A()
# %%
del a[0]
del a.x
# %%
print(seen)
# ====
class A:
    def __matmul__(self,o): seen.append(n); return self
seen=[]
a=A()
# %%
b=a@a
# %%
print(seen)
# ====
class A:
    def __neg__(self): seen.append(n); return self
    def __abs__(self): seen.append(n); return 1
seen=[]
a=A()
# %%
-a; abs(a)
# %%
print(seen)
# ====
class A:
    def __reversed__(self): seen.append(n); return iter([1])
    def __round__(self,k=0): seen.append(m); return 1
seen=[]
a=A()
# %%
list(reversed(a)); round(a)
# %%
print(seen)
# ====
class A:
    def __copy__(self): seen.append(n); return self
seen=[]
a=A()
# %%
import copy
copy.copy(a)
# %%
print(seen)
# ====
class A:
    def __getstate__(self): seen.append(n); return {}
seen=[]
a=A()
# %%
import pickle, copy
copy.deepcopy(a)
# %%
print(seen)
# ====
class A:
    def _repr_html_(self): seen.append(n); return '<b>'
    def __repr__(self): return 'A'
seen=[]
a=A()
# %%
a
# %%
print(seen)
# ====
from IPython.display import display
seen=[]
class A:
    def __repr__(self): seen.append(n); return 'A'
# %%
display(A())
# %%
print(seen)
# ====
class A:
    def __class_getitem__(cls,k): seen.append(n); return cls
seen=[]
# %%
A[int]
# %%
print(seen)
# ====
class A:
    def __instancecheck__(self,o): return True
class M(type):
    def __instancecheck__(cls,o): seen.append(n); return True
class B(metaclass=M): pass
seen=[]
# %%
isinstance(3,B)
# %%
print(seen)
# ====
class A:
    def __call__(self,x): self.last=x; return x
a=A()
# %%
list(map(a,[n]))
# %%
print(a.last)
# ====
class It:
    def __init__(self): self.i=0
    def __iter__(self): return self
    def __next__(self):
        self.i+=1
        if self.i>5: raise StopIteration
        return self.i
it=It()
# %%
for x in it:
    if x>=n: break
# %%
print(x, list(it))
# ====
class Seq:
    def __len__(self): return 3
    def __getitem__(self,i):
        if i>2: raise IndexError
        seen.append((i,n))
        return i
seen=[]
s=Seq()
# %%
print(list(s))
# %%
print(seen)
# ====
class Dyn:
    def __getattr__(self,k):
        setattr(self,k,n)
        return n
d=Dyn()
# %%
print(d.foo)
# %%
print(d.__dict__)
# ====
class Dyn:
    def __getattribute__(self,k):
        seen.append(n)
        return object.__getattribute__(self,k)
    x=1
seen=[]
d=Dyn()
# %%
d.x
# %%
print(seen)
# ====
x=input if False else (lambda p: str(n))
# %%
name=x('name?')
# %%
print(name)
# ====
m = 4
print(w, s, t)
# ====
j=7
# %%
j=7
1//(n-1)
print(j)
# %%
print(j)
# ====
j=7
# %%
if n>1: raise KeyError
j=7
# %%
j=7 if n>1 else 3
# %%
print(j)
# ====
j=n
# %%
j=3
1//(n-3)
# %%
print(j)
# ====
j=n
# %%
try:
    j=3
finally:
    1//(n-3)
# %%
print(j)
# ====
j=n
# %%
for q in [1]:
    j=3
    1//(n-3)
# %%
print(j)
# ====
j=n
# %%
j=3
def f(): return 1//(n-3)
f()
# %%
print(j)
# ====
j=n
# %%
def f():
    global j
    j=3
f()
1//(n-3)
# %%
print(j)
# ====
import typing
def f(x: typing.Annotated[int, n]): return x
# %%
print(typing.get_type_hints(f,include_extras=True))
# ====
import dataclasses, typing
@dataclasses.dataclass
class A:
    x: typing.Annotated[int, n] = 1
# %%
print(dataclasses.fields(A)[0].type)
# ====
from typing import Literal, get_args
Mode=Literal['a','b'] if n>1 else Literal['c']
# %%
def f(m: Mode): return 1
# %%
import inspect
print(inspect.signature(f))
# ====
it=(x*k for x in [1,2])
# %%
k=n
# %%
print(list(it))
# ====
q=[]
it=(q.append(x) or x for x in [m])
# %%
q=[n]
# %%
print(list(it), q)
# ====
it = (q.append(x) or x for x in [m])
q = []
# %%
print(list(it))
# %%
print(q, n)
# ====
import lib
# %%
it = (q.append(x) or x for x in [m])
q = lib.items
# %%
print(list(it))
# ====
fs=(lambda: k for _ in range(2))
# %%
k=n
# %%
print([f() for f in fs])
# ====
rows=[1,2]
it=(x for x in rows if x<limit)
# %%
limit=n
# %%
print(sum(it))
# ====
def keep(x):
    seen.append(x)
    return x
it=(keep(x) for x in [m])
# %%
seen=[n]
# %%
list(it)
# %%
print(seen)
# ====
it=map(lambda x: x*k, [1,2])
# %%
k=n
# %%
print(list(it))
# ====
import logging, io
out=io.StringIO()
log=logging.getLogger('shop')
log.setLevel(logging.INFO)
# %%
log.addHandler(logging.StreamHandler(out))
step=n
# %%
log.info('step %d', step)
print(out.getvalue())
# ====
import logging, io
# %%
def setup(stream, level):
    log=logging.getLogger('made')
    log.setLevel(level)
    log.addHandler(logging.StreamHandler(stream))
    return log
# %%
buffer=io.StringIO()
log=setup(buffer, 10*n)
# %%
log.warning('careful %d', m)
log.info('by the way')
print(buffer.getvalue(), len(log.handlers))
# ====
import logging, io
buf=io.StringIO()
logging.basicConfig(stream=buf, format='%(levelname)s %(message)s')
# %%
if n>2: logging.disable(logging.WARNING)
# %%
logging.warning('w%d', m)
logging.error('e')
print(buf.getvalue(), logging.getLogger().handlers)
# ====
import logging
class Short(logging.Filter):
    def filter(self, record): return len(record.getMessage())<5*n
seen=[]
class Keep(logging.Handler):
    def emit(self, record): seen.append(record.getMessage())
# %%
log=logging.getLogger('filtered')
log.addFilter(Short())
log.addHandler(Keep())
# %%
log.error('a message'); log.error('b')
print(seen, log.filters and len(log.filters))
# ====
def sum(items): return items
k=n
# %%
taken=sum(k+i for i in range(3))
# %%
k=100
# %%
print(list(taken))
# ====
sum=lambda items: iter(items)
k=n
# %%
taken=sum(k+i for i in [1,2])
# %%
k=m
# %%
print(list(taken))
# ====
r=[[3]]
# %%
class Scope:
    try: 10//(n-2)
    except Exception: r=[]
    r.append(3)
# %%
print(r)
# ====
r=[0]
# %%
class Both:
    if n>2: r=[1]
    else: r=[2]
    r.append(m)
# %%
print(r, Both.r)
# ====
import codecs
dec=codecs.getincrementaldecoder('utf-8')()
# %%
first=dec.decode(b'\xc3' if n>2 else b'a')
# %%
print(repr(dec.decode(b'\xa9', True) if n>2 else dec.decode(b'b')))
# ====
import codecs
enc=codecs.getincrementalencoder('utf-16')()
# %%
a=enc.encode('x'*n)
# %%
b=enc.encode('y')
print(b)
# ====
import codecs
Dec=codecs.getincrementaldecoder('utf-8')
# %%
dec=Dec()
# %%
if n>2: dec.decode(b'\xc3')
# %%
print(dec.getstate())
# ====
import codecs
dec=codecs.lookup('utf-8').incrementaldecoder()
# %%
dec.decode(b'\xc3\xa9'[:n])
# %%
print(dec.getstate())
# ====
import codecs
enc=codecs.getincrementalencoder('utf-16')()
# %%
if n>2: enc.encode('x')
# %%
print(enc.encode('y'))
# ====
import builtins
builtins.sorted=lambda xs, old=builtins.sorted: old(xs)[:n]
# %%
print(sorted([3,1,2,5]))
# ====
import builtins
setattr(builtins, 'zz', n)
# %%
print(zz)
# ====
import builtins
if n>2: builtins.zz=n
# %%
try: print(zz)
except NameError: print('none')
# ====
import builtins
builtins.zz=n
# %%
print(zz)
# %%
if n>2: del builtins.zz
# %%
try: print(zz)
except NameError: print('none')
# ====
import builtins as b
old=b.abs
# %%
b.abs=lambda x: old(x)+n
# %%
b.abs=lambda x, under=b.abs: under(x)*2
# %%
print(abs(-1))
