"""Hundreds of networks at once: what they are is chosen by hand, by grid, by chance."""

import numpy as np

# Four questions: is exactly one of the first two numbers a 1?
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])  # (4, 3)
y = np.array([[0, 1, 1, 0]]).T  # (4, 1): the answers wanted

# Wild learning rates make exp overflow; the sigmoid is 0 there, as it should be.
np.seterr(over="ignore")


def sigmoid(x):
    """Squash any number into the space between 0 and 1."""
    return 1 / (1 + np.exp(-x))


def slope(a):
    """Slope of the sigmoid where its output is a."""
    return a * (1 - a)


def train(W1, W2, rate, epochs, X=X, y=y, alive=1.0):
    """Train n networks: W1 (n, 3, h), W2 (n, h, 1); neurons not alive stay at 0."""
    for _epoch in range(epochs):
        A1 = sigmoid(X @ W1)  # (rows, 3) @ (n, 3, h) -> (n, rows, h)
        A2 = sigmoid(A1 @ W2)  # (n, rows, h) @ (n, h, 1) -> (n, rows, 1)
        delta2 = (y - A2) * slope(A2)
        delta1 = (delta2 @ W2.mT) * slope(A1)
        W2 = W2 + alive * rate * (A1.mT @ delta2)
        W1 = W1 + rate * (X.T @ delta1)
    return W1, W2


def predict(X, W1, W2):
    """Answers of n networks to the rows of X: (n, rows, 1)."""
    return sigmoid(sigmoid(X @ W1) @ W2)


def miss(W1, W2):
    """Mean absolute error of each of n networks: (n,)."""
    return np.abs(y - predict(X, W1, W2)).mean(axis=(1, 2))


def first_weights(seeds):
    """Weights of one network a seed: (n, 3, 4) and (n, 4, 1)."""
    draws = [np.random.RandomState(seed).random_sample for seed in seeds]
    W1 = np.array([2 * draw((3, 4)) - 1 for draw in draws])
    return W1, np.array([2 * draw((4, 1)) - 1 for draw in draws])


def stragglers(W1, W2, rounds):
    """Seeds still above 0.05 after so many rounds of 1,000 epochs more."""
    left = np.arange(len(W1))
    for _round in range(rounds):
        keep = miss(W1, W2) > 0.05  # who has learnt is let go
        left, W1, W2 = left[keep], W1[keep], W2[keep]
        W1, W2 = train(W1, W2, 1.0, 1_000)
    return left[miss(W1, W2) > 0.05]


# A thousand seeds, a thousand networks, learning rate 1.
W1_many, W2_many = train(*first_weights(range(1000)), 1.0, 1_000)
early = miss(W1_many, W2_many)  # (1000,)
stuck = stragglers(W1_many, W2_many, 19)

# Two knobs. Rate: 10 to the power of -2 to 2. Spread of the first weights: 0.5 to 2.
rng = np.random.default_rng(0)
low, high = np.array([-2.0, 0.5]), np.array([2.0, 2.0])
exponents = np.linspace(low[0], high[0], 5)
spreads = np.linspace(low[1], high[1], 5)
grid = np.array([(e, s) for s in spreads for e in exponents])  # (25, 2)
chance = rng.uniform(low, high, (25, 2))  # (25, 2)

# Learning rates by chance: drawn straight, or by their exponent.
straight = rng.uniform(0.01, 100.0, 1_000)  # (1000,)
by_exponent = 10 ** rng.uniform(-2.0, 2.0, 1_000)  # (1000,)


def contest(rng, rounds):
    """Best error of the grid and of 25 new draws, (rounds, 2), new weights each round."""
    knobs = np.array(
        [np.vstack([grid, rng.uniform(low, high, (25, 2))]) for _round in range(rounds)]
    )  # (rounds, 50, 2)
    rate, spread = 10 ** knobs[..., :1, np.newaxis], knobs[..., 1:, np.newaxis]
    W1 = spread * rng.uniform(-1, 1, (rounds, 1, 3, 4))  # (rounds, 50, 3, 4)
    W2 = spread * rng.uniform(-1, 1, (rounds, 1, 4, 1))  # (rounds, 50, 4, 1)
    answers = predict(X, *train(W1, W2, rate, 300))
    missed = np.abs(y - answers).mean(axis=(2, 3))  # (rounds, 50)
    return np.array([missed[:, :25].min(axis=1), missed[:, 25:].min(axis=1)]).T


rounds = contest(rng, 20)  # (20, 2)


def points(rng, count):
    """Points of a square, a yes where the signs differ; one in five answers is wrong."""
    places = rng.uniform(-1, 1, (count, 2))
    answers = (places[:, :1] > 0) != (places[:, 1:] > 0)
    answers ^= rng.uniform(size=(count, 1)) < 0.2
    return np.hstack([places, np.ones((count, 1))]), answers.astype(float)


# Six widths, trained on 24 noisy points, judged on others.
widths = np.array([1, 2, 4, 8, 16, 32])
noise = np.random.default_rng(0)
parts = [points(noise, count) for count in (24, 24, 1_000)]
alive = (np.arange(32) < widths[:, np.newaxis])[:, :, np.newaxis]  # (6, 32, 1)
W1_wide = noise.uniform(-3, 3, (6, 3, 32))
W2_wide = noise.uniform(-1, 1, (6, 32, 1)) * alive
W1_wide, W2_wide = train(W1_wide, W2_wide, 1.0, 3_000, *parts[0], alive)
wrong = np.array(
    [(predict(P, W1_wide, W2_wide).round() != t).mean(axis=(1, 2)) for P, t in parts]
)  # (3, 6): share of wrong answers, part by part

# Fifty networks in one tensor: 25 of the grid, 25 by chance.
knobs = np.vstack([grid, chance])  # (50, 2)
rate = 10 ** knobs[:, :1, np.newaxis]  # (50, 1, 1)
spread = knobs[:, 1:, np.newaxis]  # (50, 1, 1)
draw = np.random.RandomState(1)
W1 = spread * (2 * draw.random_sample((3, 4)) - 1)  # (50, 3, 4)
W2 = spread * (2 * draw.random_sample((4, 1)) - 1)  # (50, 4, 1)

for _epoch in range(300):
    A1 = sigmoid(X @ W1)  # (4, 3) @ (50, 3, 4) -> (50, 4, 4)
    A2 = sigmoid(A1 @ W2)  # (50, 4, 4) @ (50, 4, 1) -> (50, 4, 1)

    error = y - A2
    scores = np.abs(error).mean(axis=(1, 2))  # (50,): one error a network
    best_error = scores.min()
    table = scores[:25].reshape(5, 5)  # the grid's

    delta2 = error * slope(A2)  # (50, 4, 1)
    delta1 = (delta2 @ W2.mT) * slope(A1)  # (50, 4, 4)
    W2 += rate * (A1.mT @ delta2)  # (50, 4, 1)
    W1 += rate * (X.T @ delta1)  # (50, 3, 4)

print("seeds of 1,000 that are stuck", stuck)
print("best of the grid             ", scores[:25].min().round(4))
print("best by chance               ", scores[25:].min().round(4))
print("rounds won by chance, of 20  ", np.sum(rounds[:, 1] < rounds[:, 0]))
print("wrong answers, part by width\n", wrong.round(3))
