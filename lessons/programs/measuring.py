"""How wrong is a network? Several measures, and a search that takes too long."""

from itertools import product

import numpy as np

seed = 1
learning_rate = 1.0

# Is exactly one of the first two numbers a 1? The third is always 1.
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])  # (4, 3)
y = np.array([[0, 1, 1, 0]]).T  # (4, 1)


def sigmoid(x):
    """Squash any number into the space between 0 and 1."""
    return 1 / (1 + np.exp(-x))


def slope(a):
    """Slope of the sigmoid where its output is a."""
    return a * (1 - a)


def half_squares(error):
    """Half the sum of the squared errors, of each column."""
    return np.sum(error**2, axis=0) / 2


def mean_absolute(error):
    """The mean absolute error, of each column."""
    return np.mean(np.abs(error), axis=0)


def slopes(measure, A1, W2, nudge=1e-6):
    """How a measure changes with each weight in W2: nudge and see."""
    up = measure(y - sigmoid(A1 @ (W2 + nudge * np.eye(4))))  # (4,)
    down = measure(y - sigmoid(A1 @ (W2 - nudge * np.eye(4))))  # (4,)
    return (up - down) / (2 * nudge)


def try_all(values, A1):
    """Try every mixture of values for W2's four weights; keep the best."""
    tries = np.array(list(product(values, repeat=4))).T  # (4, tries)
    errors = mean_absolute(y - sigmoid(A1 @ tries))  # (tries,)
    return tries.shape[1], tries[:, [np.argmin(errors)]]


# Two made-up networks: what each of them misses.
even = np.array([[0.5, 0.5, 0.5, 0.5]]).T  # (4, 1)
uneven = np.array([[0.0, 1.0, 1.0, 0.0]]).T  # (4, 1)

rng = np.random.RandomState(seed)
W1 = 2 * rng.random_sample((3, 4)) - 1  # (3, 4)
W2 = 2 * rng.random_sample((4, 1)) - 1  # (4, 1)

# Before training: how each measure changes with each weight in W2.
first = sigmoid(X @ W1)  # (4, 4)
miss = y - sigmoid(first @ W2)  # (4, 1)
votes = first.T @ (miss * slope(y - miss))  # (4, 4) @ (4, 1) -> (4, 1)
of_half = slopes(half_squares, first, W2)[:, None]  # (4, 1)
of_plot = slopes(mean_absolute, first, W2)[:, None]  # (4, 1)
ratio = of_half / of_plot  # (4, 1)

# Brute force: try all values that a weight might have.
tries, best = try_all([-10, 0, 10], first)  # 81, (4, 1)
seconds_a_try = 25e-6
weights = W1.size + W2.size


def years(values):
    """Years it takes to try so many values for each weight."""
    return values ** float(weights) * seconds_a_try / (365.25 * 24 * 3600)


def zeros(values):
    """The same as a power of ten: 3 means a thousand years."""
    return np.log10(years(values))


for epoch in range(10_001):
    A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)
    A2 = sigmoid(A1 @ W2)  # (4, 4) @ (4, 1) -> (4, 1)

    error = y - A2  # (4, 1)
    mean_absolute_error = np.mean(np.abs(error))
    mean_error = np.mean(error)
    mean_squared_error = np.mean(error**2)
    loss = np.sum(error**2) / 2

    delta2 = error * slope(A2)  # (4, 1)
    delta1 = (delta2 @ W2.T) * slope(A1)  # (4, 4)
    W2 += learning_rate * (A1.T @ delta2)  # (4, 1)
    W1 += learning_rate * (X.T @ delta1)  # (3, 4)

    if epoch % 2_000 == 0:
        print(f"epoch {epoch:6,}", end="   ")
        print(f"mean absolute error {mean_absolute_error:.4f}", end="   ")
        print(f"loss {loss:.6f}")

print("3 values a weight: ", round(years(3) * 365.25 * 24 * 60), "minutes")
print("21 values a weight:", f"{years(21):,.0f}", "years")
