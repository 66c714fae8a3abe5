"""Three networks learn "exclusive or" side by side. Two of them can't."""

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


# Straight cuts through the square of inputs, in all directions.
angles = np.linspace(0, 2 * np.pi, 121)[:-1]  # (120,)
places = np.linspace(-2, 2, 81)  # (81,): how far along
turn, place = (a.ravel() for a in np.meshgrid(angles, places))
cuts = np.stack([np.cos(turn), np.sin(turn), place])  # (3, 9720)
sums = X @ cuts  # (4, 3) @ (3, 9720): yes above 0, no below
right = np.sum((sums > 0) == y, axis=0)  # (9720,): how many of four
room = np.where(right == right.max(), np.abs(sums).min(axis=0), 0)
best = cuts[:, [np.argmax(room)]]  # (3, 1): of the best, the clearest

# Two neurons with weights chosen by hand: "or" and "not both".
jobs = np.array([[10, -10], [10, -10], [-5, 15]])  # (3, 2)
told = sigmoid(X @ jobs)  # (4, 3) @ (3, 2) -> (4, 2)

rng = np.random.RandomState(seed)
W1 = 2 * rng.random_sample((3, 4)) - 1  # (3, 4)
W2 = 2 * rng.random_sample((4, 1)) - 1  # (4, 1)
L1, L2 = W1.copy(), W2.copy()  # the same start
V = 2 * rng.random_sample((3, 1)) - 1  # (3, 1)

for epoch in range(5_000):
    # One layer: straight from the questions to the guess.
    one = sigmoid(X @ V)  # (4, 3) @ (3, 1) -> (4, 1)
    error_one = np.mean(np.abs(y - one))
    delta_one = (y - one) * slope(one)  # (4, 1)
    V += learning_rate * (X.T @ delta_one)

    # Two layers, with nothing but sums in the middle.
    M = X @ L1  # (4, 3) @ (3, 4) -> (4, 4)
    two = sigmoid(M @ L2)  # (4, 4) @ (4, 1) -> (4, 1)
    error_two = np.mean(np.abs(y - two))
    merged = L1 @ L2  # (3, 4) @ (4, 1) -> (3, 1)
    back2 = (y - two) * slope(two)  # (4, 1)
    back1 = back2 @ L2.T  # (4, 1) @ (1, 4) -> (4, 4)
    L2 += learning_rate * (M.T @ back2)
    L1 += learning_rate * (X.T @ back1)

    # Two layers, with a squash in the middle.
    A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)
    A2 = sigmoid(A1 @ W2)  # (4, 4) @ (4, 1) -> (4, 1)
    error = np.mean(np.abs(y - A2))
    delta2 = (y - A2) * slope(A2)  # (4, 1)
    delta1 = (delta2 @ W2.T) * slope(A1)  # (4, 4)
    W2 += learning_rate * (A1.T @ delta2)
    W1 += learning_rate * (X.T @ delta1)

    if epoch % 1_000 == 0:
        print(f"epoch {epoch:5,}   errors", end="")
        print(f"   {error_one:.4f}   {error_two:.4f}   {error:.4f}")

print("cuts tried", right.size, "best", right.max(), "of 4 right")
print("one layer            ", one.ravel().round(3))
print("two, no squash       ", two.ravel().round(3))
print("two, and a squash    ", A2.ravel().round(3))
