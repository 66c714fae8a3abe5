"""The three-layer network, whole and healthy; lessons break it one line at a time."""

import numpy as np

learning_rate = 1.0

# Four questions: is exactly one of the first two numbers a 1?
# The third number is always 1.
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])  # (4, 3)
y = np.array([[0, 1, 1, 0]]).T  # (4, 1): the answers wanted


def sigmoid(x):
    """Squash any number into the space between 0 and 1."""
    return 1 / (1 + np.exp(-x))


def slope(a):
    """Slope of the sigmoid where its output is a."""
    return a * (1 - a)


def think(question, W1, W2):
    """Answer like the forward pass: two products, two squashes."""
    return sigmoid(sigmoid(question @ W1) @ W2)


def careless(question, W1, W2):
    """The same, but the hidden squash is forgotten."""
    return sigmoid((question @ W1) @ W2)


def loss(A1, W2):
    """Half the sum of the squared errors: the hill we go down."""
    return np.sum((y - sigmoid(A1 @ W2)) ** 2) / 2


def measured(A1, W2):
    """Slopes of the loss, (4, 1): nudge each weight of W2 both ways."""
    nudges = 1e-5 * np.eye(4)[:, :, np.newaxis]  # (4, 4, 1): one weight each
    pairs = [(loss(A1, W2 + n), loss(A1, W2 - n)) for n in nudges]
    return np.array([[(up - down) / 2e-5] for up, down in pairs])


def formula(A1, A2):
    """The same slopes, (4, 1), by the right formula: minus the votes."""
    return -(A1.T @ ((y - A2) * slope(A2)))


def doubled(A1, A2):
    """Slopes, (4, 1), by a wrong formula: it squashes A2 once more."""
    return -(A1.T @ ((y - A2) * slope(sigmoid(A2))))


rng = np.random.RandomState(1)
W1 = 2 * rng.random_sample((3, 4)) - 1  # (3, 4): inputs to hidden
W2 = 2 * rng.random_sample((4, 1)) - 1  # (4, 1): hidden to output

for _epoch in range(20_000):
    # Forward pass: product, squash, product, squash.
    A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)
    A2 = sigmoid(A1 @ W2)  # (4, 4) @ (4, 1) -> (4, 1)

    error = y - A2
    mean_absolute_error = np.abs(error).sum() / len(y)

    # Backward pass: all deltas first, with the weights unmoved.
    delta2 = error * slope(A2)  # (4, 1)
    blame = delta2 @ W2.T  # (4, 1) @ (1, 4) -> (4, 4)
    delta1 = blame * slope(A1)  # (4, 4)

    # Update: the votes of the four examples, added up.
    W2 += learning_rate * (A1.T @ delta2)  # (4, 4) @ (4, 1) -> (4, 1)
    W1 += learning_rate * (X.T @ delta1)  # (3, 4) @ (4, 4) -> (3, 4)

print("error      ", mean_absolute_error)
print("predictions", A2.ravel().round(3))
print("think      ", think(X, W1, W2).ravel().round(3))
print("careless   ", careless(X, W1, W2).ravel().round(3))
