"""The forward pass: from four questions to four guesses."""

import numpy as np

seed = 1

# Four questions: is exactly one of the first two numbers a 1?
# The third number is always 1.
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])  # (4, 3)
y = np.array([[0, 1, 1, 0]]).T  # (4, 1): the answers wanted


def sigmoid(x):
    """Squash any number into the space between 0 and 1."""
    return 1 / (1 + np.exp(-x))


# Weights drawn by chance, from -1 to 1: they know nothing.
rng = np.random.RandomState(seed)
W1 = 2 * rng.random_sample((3, 4)) - 1  # (3, 4): inputs to hidden
W2 = 2 * rng.random_sample((4, 1)) - 1  # (4, 1): hidden to output

Z1 = X @ W1  # (4, 3) @ (3, 4) -> (4, 4)
A1 = sigmoid(Z1)  # (4, 4)
Z2 = A1 @ W2  # (4, 4) @ (4, 1) -> (4, 1)
A2 = sigmoid(Z2)  # (4, 1): four guesses

# Weights chosen by hand: every hidden neuron has a job.
W1_hand = np.array(
    [  # or, nand, always on, unused
        [10, -10, 0, 0],
        [10, -10, 0, 0],
        [-5, 15, 5, 0],
    ]
)  # (3, 4)
W2_hand = np.array([[10, 10, -15, 0]]).T  # (4, 1): "and" of or, nand

# The same four lines again.
Z1_hand = X @ W1_hand  # (4, 3) @ (3, 4) -> (4, 4)
A1_hand = sigmoid(Z1_hand)  # (4, 4)
Z2_hand = A1_hand @ W2_hand  # (4, 4) @ (4, 1) -> (4, 1)
A2_hand = sigmoid(Z2_hand)  # (4, 1): four answers

print("guesses, weights by chance", A2.ravel().round(3))
print("guesses, weights by hand  ", A2_hand.ravel().round(3))
print("answers wanted            ", y.ravel())
