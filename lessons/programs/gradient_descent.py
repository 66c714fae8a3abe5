"""One weight rolls downhill, on a real slice of a network's loss."""

import numpy as np

seed = 1
learning_rate = 1.0
start_weight = 5.0

# Four questions: is exactly one of the first two numbers a 1?
# The third number is always 1.
X = np.array([[0.0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])  # (4, 3)
y = np.array([[0, 1, 1, 0]]).T  # (4, 1): the answers wanted


def sigmoid(x):
    """Squash any number into the space between 0 and 1."""
    return 1 / (1 + np.exp(-x))


def slope(a):
    """Slope of the sigmoid where its output is a."""
    return a * (1 - a)


def gradient(W1, W2):
    """All slopes of the loss: (3, 4) for W1 and (4, 1) for W2."""
    A1 = sigmoid(X @ W1)
    A2 = sigmoid(A1 @ W2)
    push = (A2 - y) * slope(A2)  # (4, 1)
    return X.T @ ((push @ W2.T) * slope(A1)), A1.T @ push


def train(epochs):
    """Train the network at a learning rate of 1: its weights, and how steep it was.

    The steepness is the length of the gradient, the root of all its squares
    added, after 10, 100, 1,000, 3,000 and 60,000 epochs, as far as they were run.
    """
    rng = np.random.RandomState(seed)
    W1 = 2 * rng.random_sample((3, 4)) - 1
    W2 = 2 * rng.random_sample((4, 1)) - 1
    steepness = []
    for done in range(epochs + 1):
        slopes_W1, slopes_W2 = gradient(W1, W2)
        if done in (10, 100, 1_000, 3_000, 60_000):
            steepness.append(np.sqrt(np.sum(slopes_W1**2) + np.sum(slopes_W2**2)))
        if done < epochs:
            W1 -= slopes_W1
            W2 -= slopes_W2
    return W1, W2, np.array(steepness)


# A trained network. All its weights stay as they are, but one.
W1, W2, steepness = train(3_000)
slope_W1, slope_W2 = gradient(W1, W2)  # (3, 4) and (4, 1)
A1 = sigmoid(X @ W1)  # (4, 4)
h1 = np.array([[1, 0, 0, 0]]).T  # (4, 1): which weight is free
others = W2 * (1 - h1)  # (4, 1): W2 with a nought in its place


def bowl(w):
    """Half the squared errors, if the free weight were w."""
    weights = others + np.asarray(w)[..., None, None] * h1  # (..., 4, 1)
    return np.sum((y - sigmoid(A1 @ weights)) ** 2, axis=(-2, -1)) / 2


# Another network: every weight is 0.
no_W1, no_W2 = np.zeros((3, 4)), np.zeros((4, 1))
no_slope_W1, no_slope_W2 = gradient(no_W1, no_W2)
no_A2 = sigmoid(sigmoid(X @ no_W1) @ no_W2)  # (4, 1)
no_error = np.mean(np.abs(y - no_A2))

w = start_weight

for epoch in range(200):
    # Where are we, and how high?
    weights = others + w * h1  # (4, 1)
    A2 = sigmoid(A1 @ weights)  # (4, 4) @ (4, 1) -> (4, 1)
    error = y - A2
    loss = np.sum(error**2) / 2

    # The votes of the four examples: minus the slope of the loss.
    delta2 = error * slope(A2)  # (4, 1)
    votes = np.sum(A1[:, 0] * delta2[:, 0])

    # A step downhill.
    move = learning_rate * votes
    w += move

    if epoch in (0, 1, 2, 9, 99):
        print(f"epoch {epoch:3}   loss {loss:.4f}   weight {w:.3f}")

print("steepness of the whole network", steepness)
