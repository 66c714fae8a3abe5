"""Three layers learn "exclusive or": is exactly one input a 1?"""

import numpy as np

seed = 1
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


rng = np.random.RandomState(seed)
W1 = 2 * rng.random_sample((3, 4)) - 1  # (3, 4): inputs to hidden
W2 = 2 * rng.random_sample((4, 1)) - 1  # (4, 1): hidden to output

for epoch in range(60_000):
    # Forward pass: product, squash, product, squash.
    A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)
    A2 = sigmoid(A1 @ W2)  # (4, 4) @ (4, 1) -> (4, 1)

    error = y - A2
    mean_absolute_error = np.mean(np.abs(error))

    # Backward pass: all deltas first, with the weights unmoved.
    delta2 = error * slope(A2)  # (4, 1)
    blame = delta2 @ W2.T  # (4, 1) @ (1, 4) -> (4, 4)
    delta1 = blame * slope(A1)  # (4, 4)

    # Update: the votes of the four examples, added up.
    W2 += learning_rate * (A1.T @ delta2)  # (4, 4) @ (4, 1) -> (4, 1)
    W1 += learning_rate * (X.T @ delta1)  # (3, 4) @ (4, 4) -> (3, 4)

    if epoch % 10_000 == 0:
        print(f"epoch {epoch:6,}   error {mean_absolute_error:.12f}")

print("predictions", A2.ravel())
