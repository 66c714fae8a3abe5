"""The whole road once more, and the first steps of what comes after it."""

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


def think(first, second, W1, W2):
    """Ask the network any two numbers; one answer."""
    question = np.array([[first, second, 1.0]])  # (1, 3)
    return sigmoid(sigmoid(question @ W1) @ W2)[0, 0]


def softmax(sums):
    """Shares of one whole, (n,): all above 0, together 1."""
    powers = np.exp(sums)
    return powers / np.sum(powers)


def cross_entropy(A1, W2):
    """The loss of sure and wrong: minus the log of what the right answer got."""
    A2 = sigmoid(A1 @ W2)
    return -np.sum(y * np.log(A2) + (1 - y) * np.log(1 - A2))


def measured(A1, W2):
    """Slopes of the cross-entropy, (4, 1): nudge each weight of W2 both ways."""
    nudges = 1e-5 * np.eye(4)[:, :, np.newaxis]  # (4, 4, 1): one weight each
    pairs = [(cross_entropy(A1, W2 + n), cross_entropy(A1, W2 - n)) for n in nudges]
    return np.array([[(up - down) / 2e-5] for up, down in pairs])


# Automatic differentiation: every number brings its slope along.
def times(a, b):
    """Product of two pairs (value, slope), by the product rule."""
    return a[0] * b[0], a[1] * b[0] + a[0] * b[1]


def squash(a):
    """Sigmoid of a pair (value, slope), by the chain rule."""
    return sigmoid(a[0]), a[1] * slope(sigmoid(a[0]))


def answer(w):
    """A neuron's answer to the input 2, as its weight w changes."""
    return sigmoid(2.0 * w)


pair = squash(times((0.4, 1.0), (2.0, 0.0)))  # the weight's own slope is 1


# Words over time: one number is carried along from word to word.
def read(words):
    """What is carried at the end, and how much each word still moves it, (n,)."""
    carried, slopes = 0.0, []
    for word in words:
        carried = np.tanh(0.9 * carried + word)
        link = 1 - carried**2  # slope of tanh
        slopes = [0.9 * link * s for s in slopes] + [link]
    return carried, np.array(slopes)


words = np.array([0.5, -0.3, 0.8, 0.1, -0.6, 0.4])  # (6,): a sentence as numbers
carried, heard_of = read(words)

# A convolution: one small filter slides along a signal.
signal = np.array([0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 2.0, 2.0, 0.0, 1.0])  # (10,)
windows = np.array([signal[i : i + 3] for i in range(8)])  # (8, 3)
edges = np.array([-1.0, 0.0, 1.0])  # (3,): a filter that answers to edges
secret = edges[:, np.newaxis]  # (3, 1): the same as a column
wanted = windows @ secret  # (8, 3) @ (3, 1) -> (8, 1)
kernel = np.zeros((3, 1))

rng = np.random.RandomState(1)
W1 = 2 * rng.random_sample((3, 4)) - 1  # (3, 4): inputs to hidden
W2 = 2 * rng.random_sample((4, 1)) - 1  # (4, 1): hidden to output

for epoch in range(5_000):
    # Forward pass: product, squash, product, squash.
    A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)
    A2 = sigmoid(A1 @ W2)  # (4, 4) @ (4, 1) -> (4, 1)

    error = y - A2
    mean_absolute_error = np.abs(error).mean()

    # Backward pass: all deltas first, with the weights unmoved.
    delta2 = error * slope(A2)  # (4, 1)
    blame = delta2 @ W2.T  # (4, 1) @ (1, 4) -> (4, 4)
    delta1 = blame * slope(A1)  # (4, 4)

    # Update: the votes of the four examples, added up.
    W2 += learning_rate * (A1.T @ delta2)  # (4, 4) @ (4, 1) -> (4, 1)
    W1 += learning_rate * (X.T @ delta1)  # (3, 4) @ (4, 4) -> (3, 4)

    # The filter learns in the same way: each window votes.
    missing = wanted - windows @ kernel  # (8, 1)
    kernel += 0.01 * (windows.T @ missing)  # (3, 8) @ (8, 1) -> (3, 1)

    if epoch % 1_000 == 0:
        print(f"epoch {epoch:6,}   error {mean_absolute_error:.6f}")

print("error      ", mean_absolute_error.round(4))
print("0.9 and 0.1", think(0.9, 0.1, W1, W2).round(3))
print("the filter ", kernel.ravel().round(3))
