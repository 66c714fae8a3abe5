"""How the first weights are chosen, and what becomes of each choice."""

import numpy as np

seed = 1
sweep = True  # False: don't train the hundred networks

# Four questions: is exactly one of the first two numbers a 1?
# The third number is always 1.
X = np.array([[0.0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])  # (4, 3)
y = np.array([[0.0, 1, 1, 0]]).T  # (4, 1): the answers wanted


def sigmoid(x):
    """Squash any number into the space between 0 and 1."""
    return 1 / (1 + np.exp(-x))


def slope(a):
    """Slope of the sigmoid where its output is a."""
    return a * (1 - a)


# Weights by chance: from 0 to 1, twice as wide, moved down by 1.
rng = np.random.RandomState(seed)
uniform_W1 = 2 * rng.random_sample((3, 4)) - 1  # (3, 4): inputs to hidden
uniform_W2 = 2 * rng.random_sample((4, 1)) - 1  # (4, 1): hidden to output

# Ten thousand draws show what a draw is like.
draws = rng.random_sample(10_000)  # (10000,): from 0 to 1
uniform = 2 * draws - 1  # (10000,): from -1 to 1
normal = rng.standard_normal(10_000)  # (10000,): around 0, spread 1

# Sums of 100 weights: spread 1, and spread 1 / sqrt(100).
weights = rng.standard_normal((2_000, 100))
sums = weights.sum(axis=1)  # (2000,)
tamed_sums = (weights / np.sqrt(100)).sum(axis=1)  # (2000,)


def normal_start(seed, spread):
    """Weights by chance, from a normal distribution: (3, 4) and (4, 1)."""
    rng = np.random.RandomState(seed)
    return spread * rng.standard_normal((3, 4)), spread * rng.standard_normal((4, 1))


# The same sixteen draws, very small and very large.
tiny_W1, tiny_W2 = normal_start(0, 0.01)
huge_W1, huge_W2 = normal_start(0, 10)
tiny_sums = X @ tiny_W1  # (4, 3) @ (3, 4) -> (4, 4)
huge_sums = X @ huge_W1  # (4, 3) @ (3, 4) -> (4, 4)


def errors_after(epochs, starts):
    """Mean absolute error of many networks, trained as one tensor: (n,)."""
    W1 = np.array([first for first, _ in starts])  # (n, 3, 4)
    W2 = np.array([second for _, second in starts])  # (n, 4, 1)
    for _ in range(epochs):
        A1 = sigmoid(X @ W1)  # (n, 4, 4)
        A2 = sigmoid(A1 @ W2)  # (n, 4, 1)
        delta2 = (y - A2) * slope(A2)
        delta1 = (delta2 @ np.swapaxes(W2, 1, 2)) * slope(A1)
        W2 += np.swapaxes(A1, 1, 2) @ delta2
        W1 += X.T @ delta1
    return np.mean(np.abs(y - A2), axis=(1, 2))


# Five spreads, twenty seeds each: how many still fail after 3,000 epochs?
spreads = np.array([0.01, 0.1, 0.5, 1, 10])  # (5,)
failed = np.zeros(5)
if sweep:
    starts = [normal_start(seed, spread) for spread in spreads for seed in range(20)]
    late_errors = errors_after(3_000, starts).reshape(5, 20)
    failed = np.sum(late_errors > 0.1, axis=1)  # (5,)

# The network below starts with equal weights: four twins.
W1 = np.full((3, 4), 0.5)  # (3, 4)
W2 = np.full((4, 1), 0.5)  # (4, 1)

for epoch in range(20_000):
    A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)
    A2 = sigmoid(A1 @ W2)  # (4, 4) @ (4, 1) -> (4, 1)

    error = y - A2
    mean_absolute_error = np.mean(np.abs(error))

    delta2 = error * slope(A2)  # (4, 1)
    delta1 = (delta2 @ W2.T) * slope(A1)  # (4, 1) @ (1, 4) -> (4, 4)

    W2 += A1.T @ delta2  # (4, 4) @ (4, 1) -> (4, 1)
    W1 += X.T @ delta1  # (3, 4) @ (4, 4) -> (3, 4)

print("uniform: least, mean, greatest", uniform.min(), uniform.mean(), uniform.max())
print("normal:  least, mean, greatest", normal.min(), normal.mean(), normal.max())
print("spreads", spreads, "fail, of 20:", failed)
print("error of the twins", mean_absolute_error)
print("what h1 to h4 say to ex2", A1[1])
