"""The chain rule: multiply the slopes along a way, add the ways."""

import numpy as np

seed = 1
learning_rate = 1.0
nudge = 0.0001

# Two gears: u turns three times as fast as x, v twice as fast as u.
x = 5.0
u = 3 * x
v = 2 * u
nudged_u = 3 * (x + nudge)
nudged_v = 2 * nudged_u
moved = np.array([nudge, nudged_u - u, nudged_v - v])  # (3,)

# The steepest that a chain of 1, 2, 3, 4, 5 sigmoids can be.
quarters = 0.25 ** np.arange(1, 6)  # (5,)

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

# Twelve copies of W1's shape, each with the nudge in another cell.
nudges = nudge * np.eye(12).reshape(12, 3, 4)  # (12, 3, 4)

for epoch in range(301):
    # Forward pass: product, squash, product, squash.
    A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)
    Z2 = A1 @ W2  # (4, 4) @ (4, 1) -> (4, 1)
    A2 = sigmoid(Z2)  # (4, 1)
    error = y - A2
    loss = np.sum(error**2) / 2

    # One weight of W2, from h1, as question ex2 feels it: link by link.
    wire = A1[1, 0]
    squash = slope(A2[1, 0])
    miss = -error[1, 0]
    one_way = wire * squash * miss

    # The same three links, each measured by a nudge.
    sum_moved = (W2[0, 0] + nudge) * A1[1, 0] - W2[0, 0] * A1[1, 0]
    guess_moved = sigmoid(Z2[1, 0] + sum_moved) - A2[1, 0]
    loss_moved = ((error[1, 0] - guess_moved) ** 2 - error[1, 0] ** 2) / 2
    links = np.array(
        [
            [sum_moved / nudge, guess_moved / sum_moved, loss_moved / guess_moved],
            [wire, squash, miss],
        ]
    )  # (2, 3)

    # All the examples' ways to the loss: they add up.
    push = -error * slope(A2)  # (4, 1): loss to sum
    slope_W2 = A1.T @ push  # (4, 4) @ (4, 1) -> (4, 1)

    # An input, ex2's second, and its four ways through h1 to h4.
    ways = W1[1] * slope(A1[1]) * W2[:, 0]  # (4,)
    all_ways = np.sum(ways)
    nudged_row = X[1] + np.array([0, nudge, 0])  # (3,)
    nudged_Z2 = sigmoid(nudged_row @ W1) @ W2[:, 0]
    ways_measured = (nudged_Z2 - Z2[1, 0]) / nudge

    # One layer further back: two more links on every way.
    slope_W1 = X.T @ ((push @ W2.T) * slope(A1))  # (3, 4) @ (4, 4) -> (3, 4)

    # All twelve weights of W1, nudged one at a time: 12 forward passes.
    nudged_A1 = sigmoid(X @ (W1 + nudges))  # (4, 3) @ (12, 3, 4) -> (12, 4, 4)
    nudged_A2 = sigmoid(nudged_A1 @ W2)  # (12, 4, 4) @ (4, 1) -> (12, 4, 1)
    nudged_loss = np.sum((y - nudged_A2) ** 2, axis=(1, 2)) / 2  # (12,)
    measured_W1 = ((nudged_loss - loss) / nudge).reshape(3, 4)

    # Downhill: against the slopes.
    W2 -= learning_rate * slope_W2  # (4, 1)
    W1 -= learning_rate * slope_W1  # (3, 4)

print("one way, by formula ", one_way)
print("one way, measured   ", loss_moved / nudge)
print("four ways, formula  ", all_ways)
print("four ways, measured ", ways_measured)
print("slopes of W1, formula and measured")
print(slope_W1.round(4))
print(measured_W1.round(4))
