"""Three layers learn "exclusive or": is exactly one of the first two inputs a 1?"""

import numpy as np

seed = 1
learning_rate = 1.0

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])  # (4, 3): four examples
y = np.array([[0, 1, 1, 0]]).T  # (4, 1): the answer wanted for each


def sigmoid(x):
    """Squash any number into the space between 0 and 1."""
    return 1 / (1 + np.exp(-x))


def slope(a):
    """Slope of the sigmoid where its output is a."""
    return a * (1 - a)


rng = np.random.RandomState(seed)
W1 = 2 * rng.random_sample((3, 4)) - 1  # (3, 4): inputs to hidden neurons
W2 = 2 * rng.random_sample((4, 1)) - 1  # (4, 1): hidden neurons to the output

for epoch in range(60_000):
    A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)
    A2 = sigmoid(A1 @ W2)  # (4, 4) @ (4, 1) -> (4, 1)
    error = y - A2
    mean_absolute_error = np.mean(np.abs(error))
    delta2 = error * slope(A2)
    delta1 = (delta2 @ W2.T) * slope(A1)  # (4, 1) @ (1, 4) -> (4, 4)
    W2 += learning_rate * (A1.T @ delta2)  # (4, 4) @ (4, 1) -> (4, 1)
    W1 += learning_rate * (X.T @ delta1)  # (3, 4) @ (4, 4) -> (3, 4)
    if epoch % 10_000 == 0:
        print(f"epoch {epoch:6,}   error {mean_absolute_error:.12f}")

print("predictions", A2.ravel())
