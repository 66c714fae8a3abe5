"""Programs chosen to break the engine: small, odd, and all of them good Python."""

from __future__ import annotations

HEAD = """\
import numpy as np

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0, 1, 1, 0]]).T


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def slope(a):
    return a * (1 - a)


rng = np.random.RandomState(1)
W1 = 2 * rng.random_sample((3, 4)) - 1
W2 = 2 * rng.random_sample((4, 1)) - 1
"""

FORWARD = """\
    A1 = sigmoid(X @ W1)
    A2 = sigmoid(A1 @ W2)
    error = y - A2
    delta2 = error * slope(A2)
    delta1 = (delta2 @ W2.T) * slope(A1)
"""

TRAIN = (
    FORWARD
    + """\
    W2 += A1.T @ delta2
    W1 += X.T @ delta1
"""
)

ZOO: dict[str, str] = {
    "backbone": HEAD + "for epoch in range(40):\n" + TRAIN,
    "rebinding instead of +=": HEAD
    + "for epoch in range(40):\n"
    + FORWARD
    + "    W2 = W2 + A1.T @ delta2\n    W1 = W1 + X.T @ delta1\n",
    "helper reads a global of the loop": """\
import numpy as np
W = np.ones((3, 2))
scale = 1.0

def forward(x):
    return x @ W * scale + offset

offset = 0.5
for t in range(30):
    out = forward(np.arange(3.0))
    W = W - 0.01 * np.outer(np.arange(3.0), out)
    scale = scale * 0.99
    offset = float(out[0])
""",
    "state read and written by a helper only": """\
import numpy as np
W = np.ones(3)
count = 0

def update(g):
    global count
    W[:] = W - 0.1 * g
    count += 1
    return count

for t in range(30):
    g = np.sin(W * (t + 1))
    n = update(g)
""",
    "helper writes into its argument": """\
import numpy as np
W = np.ones(3)

def update(w, g):
    w -= 0.1 * g

for t in range(30):
    g = np.sin(W)
    update(W, g)
""",
    "helper starts to write late": """\
import numpy as np
W = np.ones(3)
hidden = np.zeros(2)

def update(t, h):
    if t > 20:
        h += t
    return h.sum()

for t in range(40):
    s = update(t, hidden)
    W = W * 0.9 + s
""",
    "generator in the loop": """\
import numpy as np
rng = np.random.default_rng(3)
W = rng.normal(size=(3, 2))
for t in range(40):
    batch = rng.choice(5, size=3)
    noise = rng.normal(size=(3, 2))
    W = 0.9 * W + 0.1 * noise + batch.sum()
""",
    "generator in a helper": """\
import numpy as np
rng = np.random.RandomState(3)
def noise():
    return rng.normal(size=3)
W = noise()
for t in range(40):
    W = 0.9 * W + noise()
""",
    "global generator of NumPy": """\
import numpy as np
np.random.seed(5)
W = np.random.rand(3)
for t in range(40):
    W = 0.9 * W + np.random.randn(3)
""",
    "global generator imported by name": """\
import numpy as np
from numpy.random import rand, seed
seed(5)
W = rand(3)
for t in range(40):
    W = 0.9 * W + rand(3)
""",
    "generator of the standard library": """\
import random
import numpy as np
random.seed(2)
order = [0, 1, 2, 3]
W = np.zeros(4)
for t in range(40):
    random.shuffle(order)
    W[order[0]] += random.gauss(0, 1)
own = random.Random(4)
""",
    "own generator of the standard library": """\
from random import Random
own = Random(4)
total = 0.0
for t in range(40):
    total += own.random()
""",
    "views": """\
import numpy as np
theta = np.linspace(0, 1, 10)
W1 = theta[:6].reshape(2, 3)
W2 = theta[6:]
for t in range(40):
    out = W1 @ np.arange(3.0)
    W1 += 0.01 * out[:, None]
    theta *= 0.999
    W2 -= out.sum() * 0.001
""",
    "reversed and transposed views": """\
import numpy as np
base = np.arange(12.0).reshape(3, 4)
flipped = base[::-1, ::2]
turned = base.T
for t in range(40):
    flipped += np.sin(turned[0, 0] + t)
    s = turned.sum()
    base[1] *= 0.5
""",
    "in-place writes": """\
import numpy as np
W = np.zeros((3, 3))
for t in range(40):
    W[t % 3, :] += t
    W[W > 50] = 0.0
    np.multiply(W, 0.99, out=W)
    np.add.at(W, ([0, 0], [1, 1]), 0.5)
    row = W[0]
    row += 1
""",
    "aliases": """\
import numpy as np
W = np.ones(3)
same = W
best = W
for t in range(40):
    same += np.arange(3) * 0.1
    if t % 7 == 3:
        best = W.copy()
    elif t % 7 == 5:
        best = W
    s = best.sum()
""",
    "alias made in the loop": """\
import numpy as np
W = np.ones(3)
before = np.zeros(3)
for t in range(40):
    moved = W - before
    before = W
    W = W + np.cos(W * t)
    if t % 5 == 0:
        W = before
    W += 0.1
""",
    "alias of a constant": """\
import numpy as np
zero = np.zeros(3)
velocity = zero
for t in range(20):
    velocity += t
    s = zero.sum()
""",
    "integer weights": """\
import numpy as np
W = np.arange(6).reshape(2, 3)
b = np.int32(3)
for t in range(40):
    out = W @ np.array([1, 2, 3])
    W += out[:, None] % 5
    W //= 2
    b += 1
""",
    "print in the loop": """\
W = 1.0
for t in range(40):
    W *= 0.9
    print("epoch", t, W, sep=" | ")
    if t % 10 == 0:
        print(f"{W:.3f}")
""",
    "comprehensions": """\
import numpy as np
layers = [np.ones((2, 2)) * k for k in range(3)]
for t in range(40):
    norms = [float((w**2).sum()) for w in layers]
    layers = [w * 0.9 + n * 0.001 for w, n in zip(layers, norms)]
    table = {k: sum(v for v in norms if v > k) for k in range(3)}
    pick = (lambda a: a[t % 3])(norms)
""",
    "a second loop": """\
import numpy as np
W = np.ones(3)
for i in range(10):
    W = W * 1.1
for t in range(20):
    W -= 0.1
for t in range(5):
    W *= 2
total = W.sum()
""",
    "loop before the training loop": """\
import numpy as np
W = np.zeros(3)
for row in [[1, 2, 3], [4, 5, 6]]:
    W += row
for t in range(20):
    for k in (1, 2):
        W *= 1.01 * k
    else:
        last = k
    inner = 0
    while inner < 3:
        inner += 1
""",
    "non-ASCII source": """\
import numpy as np
größe = np.ones(3)  # Größe: 💡
for läufer in range(20):
    σ = np.exp(-größe); größe = größe + σ * 0.1; text = f"läufer {läufer} → {σ[0]:.2f}"
    é = "💡" + text
""",
    "conditionally bound": """\
import numpy as np
W = np.ones(2)
for t in range(40):
    W = W * 0.9
    if t == 7:
        late = float(W[0])
    if t > 10:
        s = W.sum() + late
    if t == 20:
        del late
        late = 3
    try:
        odd = 1 / (t % 3)
    except ZeroDivisionError:
        caught = t
    with np.errstate(all="ignore"):
        inside = W / 0
""",
    "deleted in the loop": """\
x = 1
for t in range(20):
    if t % 2 == 0:
        x = t
        del x
    else:
        x = t * 2
    y = t
""",
    "lists that grow": """\
import numpy as np
history = []
book = {"W": np.ones(2), "log": history}
for t in range(40):
    book["W"] = book["W"] * 0.9
    history.append(float(book["W"][0]))
    recent = history[-3:]
    if len(history) > 10:
        history.pop(0)
""",
    "momentum": """\
import numpy as np
from collections import deque
W = np.ones(3)
v = np.zeros_like(W)
window = deque(maxlen=4)
for t in range(40):
    g = np.sin(W)
    v = 0.9 * v - 0.1 * g
    W = W + v
    window.append(W.sum())
    mean = sum(window) / len(window)
""",
    "a rate that depends on the epoch": """\
import math
rate = 1.0
W = 2.0
for epoch in range(40):
    rate = 1 / (1 + 0.1 * epoch)
    W -= rate * math.tanh(W)
    epoch = epoch * 2
    after = epoch
""",
    "range with start and step": """\
W = 1.0
n = 3
for t in range(100, 10 * n, -7):
    W += t * 0.01
    square = t * t
""",
    "shapes that change": """\
import numpy as np
W = np.ones((2, 2))
kind = 1
for t in range(30):
    if t == 10:
        W = np.asfortranarray(np.ones((3, 4)))
    if t == 20:
        W = W.astype(np.float32)
    W = W * 1.5 - W.mean()
    kind = "text" if t == 15 else t if t % 2 else None
""",
    "order of an array": """\
import numpy as np
W = np.asfortranarray(np.random.RandomState(0).rand(7, 9))
V = np.random.RandomState(1).rand(4, 5, 6).transpose(2, 0, 1)
V = V + 0
for t in range(30):
    W *= 1.01
    V *= 0.99
    s = W.sum() + V.sum()
    p = W @ W.T
""",
    "closures and defaults that remember": """\
import numpy as np

def make():
    total = 0.0
    def add(x):
        nonlocal total
        total += x
        return total
    return add

def remember(x, seen=[]):
    seen.append(x)
    return len(seen)

add = make()
tools = {"sin": np.sin, "own": lambda x: x * factor}
factor = 1.5
for t in range(30):
    a = add(t * 0.5)
    n = remember(t)
    z = tools["own"](a)
    factor = factor * 0.99
""",
    "partials and methods": """\
import functools
import numpy as np

def scaled(k, x):
    return k * x * gain

gain = 2.0
double = functools.partial(scaled, 2)
rng = np.random.default_rng(1)
draw = rng.normal

@functools.lru_cache(maxsize=None)
def squares(n):
    return [k * k for k in range(n)]

for t in range(30):
    a = double(t) + draw()
    gain = gain * 0.9
    b = sum(squares(3))
""",
    "tuples, stars and chains": """\
import numpy as np
a, b = 1.0, 2.0
stack = np.zeros(4)
for t in range(30):
    a, b = b, a + 0.1
    first, *rest = [a, b, t]
    c = d = a * b
    (e, (f, g)) = (1, (a, b))
    stack[t % 4], stack[0] = a, stack[1]
    low = 0 < a < 5 and b > 1 or t
    text = "%d of %d" % (t, 30)
    m = (n := t * 2) + 1
""",
    "annotations, asserts, subscripts": """\
import numpy as np
W: np.ndarray = np.eye(3)
book = {"k": [1, 2, 3]}
for t in range(30):
    z: float = W[0, 0] * 2
    book["k"][t % 3] += t
    W[0] += z * 0.01
    W[:, 1:] *= 0.9
    assert t >= 0
    part = W[..., None].shape[0]
    book["k"][0] -= 1
""",
    "huge numbers": """\
import numpy as np
W = np.array([1.0, -1.0])
big = 1
for t in range(40):
    W = W * 1e20
    diff = W - W
    big *= 10**12
    ratio = diff / diff
    z = complex(t, 1) ** 2
""",
    "zero-dimensional": """\
import numpy as np
w = np.array(2.0)
v = np.float32(1)
for t in range(30):
    w -= 0.1 * w
    v = v * np.float32(0.9)
    flag = w > 1
    k = np.int64(t) * 3
""",
    "objects in arrays": """\
import numpy as np
W = np.array([1, None, [1, 2]], dtype=object)
rec = np.zeros(2, dtype=[("a", "f8"), ("b", "i4")])
view = rec["a"]
for t in range(20):
    W[0] = t
    W[2].append(t)
    view += t
    rec["b"][t % 2] += 1
""",
    "iterators": """\
turns = enumerate([1, 2, 3] * 20)
stream = iter([0.5] * 100)
W = 0.0
for t in range(30):
    W += next(turns)[1] * next(stream)
""",
    "raising the error state": """\
import numpy as np
np.seterr(divide="raise")
W = np.ones(2)
bad = 0
for t in range(20):
    try:
        q = W / (t % 2)
    except FloatingPointError:
        bad += 1
        q = W
    W = W + 0.1 * q
""",
    "names of builtins": """\
import numpy as np
input = np.ones(2)
sum = 0.0
for t in range(20):
    sum += float(input[0])
    input = input * 0.9
    max = sum * 2
""",
    "evaluation order": """\
import numpy as np
W = np.ones(2)
calls = []
def note(x):
    calls.append(x)
    W[0] += x
    return x
for t in range(20):
    a = W[0] + note(1) * note(2) + W[0]
    calls[note(0)] += note(3)
    b = [note(4), note(5)][note(0)] + (note(6) if t % 2 else note(7))
    calls.clear()
""",
    "walked functions": """\
import numpy as np
bias = 0.5
def dense(x, w, *, activation=np.tanh, shift=0.0):
    \"\"\"One layer.\"\"\"
    z = x @ w
    z += shift
    bias_here = bias * 2
    terms = [v * bias_here for v in z.ravel()]
    return activation(z) + sum(terms)
def twice(x):
    return dense(dense(x, W), W, shift=1.0)
W = np.eye(3) * 0.5
for t in range(20):
    out = twice(np.arange(3.0) + t * 0.1)
    W = W * 0.99
    bias = bias * 0.9
""",
    "future annotations": """\
from __future__ import annotations
import numpy as np
def f(x: Undefined) -> Nothing:
    return x * 2
W = 1.0
for t in range(5):
    W: Whatever = f(W) * 0.4
""",
}

ZOO |= {
    "texts and numbers that grow": """\
text = ""
number = 1
for t in range(60):
    text += "line %d\\n" % t
    number *= 10**9
    bits = number.bit_length()
""",
    "starred assignment in a function": """\
import numpy as np
def parts(values):
    first, *rest = [v * 2 for v in values]
    return first + sum(v for v in rest)
def scaled(x):
    k = [v * x for v in (1, 2)]
    return k[0] + len([v for v in k if v > x])
W = np.ones(2)
for t in range(10):
    a = parts([t, 1, 2]) + scaled(t)
    W = W + a
""",
    "a generator first met in the loop": """\
import numpy as np
W = 1.0
for t in range(20):
    if t == 0:
        import random
        random.seed(3)
    W += random.random()
""",
    "names of the set-up bound again": """\
import numpy as np
A = None
W = np.ones((2, 2))
for t in range(20):
    A = W @ W
    B = A.copy()
    W = W * 0.7 + 0.1 * B.T
    C = W
""",
    "rebound in the range": """\
n = 4
total = 0
for n in range(n * 3):
    total += n
    n = -1
""",
    "a shape set in place": """\
import numpy as np
W = np.arange(6.0)
V = np.arange(6.0)
for t in range(20):
    W *= 0.9
    V += W.sum()
    if t == 5:
        W.shape = (2, 3)
    if t == 9:
        V.resize((2, 2), refcheck=False)
""",
    "two names meet and part": """\
import numpy as np
A = np.ones(3)
B = np.zeros(3)
for t in range(20):
    A, B = B + t, A
    if t == 5:
        B = A
    if t == 9:
        B = A.copy()
    A += 1
    B *= 0.5
""",
    "arrays without cells": """\
import numpy as np
W = np.zeros((0, 3))
V = np.zeros((2, 0))
for t in range(10):
    W = W * 2
    P = V @ W
""",
    "names with underscores and a docstring": """\
'''Half
    of it.'''
__version__ = "1.0"
__rate = 0.5
__W = 1.0
for t in range(9):
    __W = __W * __rate + len(__version__)
    n = len(__doc__) + len(__name__)
    _ = t
""",
    "iterators that go round": """\
import itertools
batches = itertools.cycle([1, 2, 3])
numbers = zip(itertools.count(5), itertools.cycle("ab"))
W = 0
for t in range(20):
    W += next(batches) * next(numbers)[0]
""",
    "print into a text": """\
import io
log = io.StringIO()
for t in range(9):
    print("epoch", t, sep="-", end=";", file=log)
    so_far = log.getvalue()
""",
    "weights in objects": """\
import numpy as np
from collections import Counter, OrderedDict, defaultdict, namedtuple
from dataclasses import make_dataclass
from types import SimpleNamespace
rng = np.random.default_rng(1)
gain = 1.0
def act(z):
    return np.tanh(z * gain)
def fresh():
    return rng.normal() * gain
Layer = namedtuple("Layer", "W b act")
Counts = make_dataclass("Counts", [("n", int), ("best", object)])
net = [Layer(np.ones((2, 2)), np.zeros(2), act), Layer(np.eye(2), np.ones(2), act)]
same = SimpleNamespace(W=net[0].W, rng=rng, act=lambda z: z * gain)
seen = defaultdict(fresh)
counter, order = Counter(), OrderedDict()
counts = Counts(0, net[0].W)
many = np.vectorize(lambda x: x * gain)
for t in range(20):
    gain += 0.1
    x = np.ones(2)
    for layer in net:
        x = layer.act(x @ layer.W + layer.b)
        layer.W[...] -= 0.01
    net[0] = net[0]._replace(b=x)
    same.W += same.act(same.W) * 0.01 * same.rng.random()
    seen[t % 7] += 1
    counter[t % 3] += 1
    order[t % 4] = t
    order.move_to_end(t % 4, last=False)
    counts.n += 1
    counts.best = x
    m = many(x)
""",
}

LOOPLESS: dict[str, str] = {
    "straight": """\
import numpy as np
depth = np.array([562, 650, 42, 626.0])
low = depth.min()
high = np.max(depth, axis=0)
scaled = (depth - low) / (high - low)
back = scaled * (high - low) + low
table = np.arange(12).reshape(3, 4)
columns = table.mean(axis=0)
rows = table.max(axis=-1)
print("done", scaled)
""",
    "no top-level loop": """\
import numpy as np
def main(n):
    W = np.ones(2)
    for t in range(n):
        W = W * 0.9
    return W
if __name__ == "__main__":
    result = main(10)
""",
    "loop over other things": """\
import numpy as np
total = 0
for word in ["a", "b"]:
    total += len(word)
while total < 10:
    total += 3
rng = np.random.RandomState(1)
draws = rng.rand(3) + rng.rand(3)
""",
    "empty": "",
}
