"""How steep is a curve? Measure with a nudge, then use a formula."""

import numpy as np

seed = 1
learning_rate = 1.0


def line(x):
    """A straight line: equally steep everywhere."""
    return 0.5 * x


def bowl(x):
    """A curve that falls, lies flat at 1, and rises."""
    return (x - 1) ** 2 / 4


def sigmoid(x):
    """Squash any number into the space between 0 and 1."""
    return 1 / (1 + np.exp(-x))


def slope(a):
    """Slope of the sigmoid where its output is a."""
    return a * (1 - a)


def slope_at(x):
    """Slope of the sigmoid where its input is x."""
    return sigmoid(x) * (1 - sigmoid(x))


def squashed_twice(x):
    """A slip: the formula for inputs, given an output."""
    return slope_at(sigmoid(x))


# The place where we measure.
x = 1.0
a = sigmoid(x)
from_output = a * (1 - a)
from_sum = sigmoid(x) * (1 - sigmoid(x))

# Where the formula comes from: a is 1 / (1 + q).
q = np.exp(-x)
before = np.array([q, 1 + q, 1 / (1 + q)])  # (3,)
nudged_q = np.exp(-(x + 0.001))
after = np.array([nudged_q, 1 + nudged_q, 1 / (1 + nudged_q)])  # (3,)
growth = (after - before) / before / 0.001  # (3,): in thousandths of itself
proof = np.array([before, growth])  # (2, 3)

# The bowl at five places, measured.
places = np.array([-2.0, 0.0, 1.0, 2.0, 4.0])  # (5,)
bowl_slopes = (bowl(places + 0.001) - bowl(places)) / 0.001  # (5,)

# Smaller and smaller nudges, until the digits drown.
tiny = np.array([1e-1, 1e-4, 1e-8, 1e-14, 1e-15, 1e-17])  # (6,)
tiny_slopes = (sigmoid(x + tiny) - sigmoid(x)) / tiny  # (6,)

# Seven sums: their squash, their slope by nudge and by formula.
sums = np.array([-6.0, -2.0, -1.0, 0.0, 1.0, 2.0, 6.0])  # (7,)
outputs = sigmoid(sums)  # (7,)
by_nudge = (sigmoid(sums + 0.0001) - sigmoid(sums)) / 0.0001  # (7,)
by_formula = slope(outputs)  # (7,)
table = np.column_stack([sums, outputs, by_nudge, by_formula])  # (7, 4)

# A network that learns by slopes: four questions, four answers.
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])  # (4, 3)
y = np.array([[0, 1, 1, 0]]).T  # (4, 1)
rng = np.random.RandomState(seed)
W1 = 2 * rng.random_sample((3, 4)) - 1  # (3, 4): inputs to hidden
W2 = 2 * rng.random_sample((4, 1)) - 1  # (4, 1): hidden to output

for epoch in range(10_001):
    # One round of learning.
    A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)
    A2 = sigmoid(A1 @ W2)  # (4, 4) @ (4, 1) -> (4, 1)
    error = y - A2
    mean_absolute_error = np.mean(np.abs(error))
    delta2 = error * slope(A2)  # (4, 1)
    delta1 = (delta2 @ W2.T) * slope(A1)  # (4, 4)
    W2 += learning_rate * (A1.T @ delta2)  # (4, 4) @ (4, 1) -> (4, 1)
    W1 += learning_rate * (X.T @ delta1)  # (3, 4) @ (4, 4) -> (3, 4)

    # Meanwhile, a nudge that shrinks, and the slope that it measures.
    nudge = 2 / (epoch + 1)
    measured = (sigmoid(x + nudge) - sigmoid(x)) / nudge

print("slope at 1, nudge of 2  ", (sigmoid(x + 2) - sigmoid(x)) / 2)
print("slope at 1, last nudge  ", measured)
print("slope at 1, by formula  ", slope(a))
print("error after the learning", mean_absolute_error)
