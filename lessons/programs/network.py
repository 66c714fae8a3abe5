"""A network of three layers, and the choices that someone made for it."""

import numpy as np

# Chosen by us before it starts: hyperparameters.
width = 4  # neurons in the hidden layer
spread = 1.0  # first weights lie between -spread and spread
learning_rate = 1.0  # how far a step goes
inputs = 3  # 2 leaves the ones out
seed = 1

# Exclusive or: is exactly one of the first two numbers a 1?
cases = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])  # (4, 3)
X = cases[:, :inputs]  # (4, inputs)
y = np.array([[0, 1, 1, 0]]).T  # (4, 1)


def sigmoid(x):
    """Squash any number into the space between 0 and 1."""
    return 1 / (1 + np.exp(-x))


def slope(a):
    """Slope of the sigmoid where its output is a."""
    return a * (1 - a)


# Found by training: parameters.
rng = np.random.RandomState(seed)
W1 = spread * (2 * rng.random_sample((inputs, width)) - 1)
W2 = spread * (2 * rng.random_sample((width, 1)) - 1)

for epoch in range(20_001):
    A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)
    A2 = sigmoid(A1 @ W2)  # (4, 4) @ (4, 1) -> (4, 1)

    error = y - A2  # (4, 1)
    mean_absolute_error = np.mean(np.abs(error))

    delta2 = error * slope(A2)  # (4, 1)
    delta1 = (delta2 @ W2.T) * slope(A1)  # (4, 4)
    W2 += learning_rate * (A1.T @ delta2)  # (4, 1)
    W1 += learning_rate * (X.T @ delta1)  # (3, 4)

    if epoch % 5_000 == 0:
        print(f"epoch {epoch:6,}   error {mean_absolute_error:.4f}")

print("guesses", A2.ravel().round(3))
