"""The update: every example votes, the votes add up, the weights move."""

import numpy as np

seed = 1
learning_rate = 1.0
races = False  # True: after the loop, two long races that take a second

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


def draw(seed):
    """Weights by chance, from -1 to 1: (3, 4) and (4, 1)."""
    rng = np.random.RandomState(seed)
    return 2 * rng.random_sample((3, 4)) - 1, 2 * rng.random_sample((4, 1)) - 1


# Four ways to say in one number how wrong a network is.
def half_squares(error):
    """Half the sum of the squared errors: the loss."""
    return np.sum(error**2, axis=(-2, -1)) / 2


def squares(error):
    """The sum of the squared errors."""
    return np.sum(error**2, axis=(-2, -1))


def mean_square(error):
    """The mean of the squared errors."""
    return np.mean(error**2, axis=(-2, -1))


def mean_absolute(error):
    """The mean of the errors without their signs: what we plot."""
    return np.mean(np.abs(error), axis=(-2, -1))


def downhill(measure, W1, W2):
    """Minus the slope of a measure, found by nudging: (3, 4) and (4, 1).

    Sixteen copies of the weights, each with another one nudged, up and down.
    """
    nudges = 1e-5 * np.eye(16)  # (16, 16)
    nudges = np.concatenate([nudges, -nudges])  # (32, 16)
    many_W1 = W1 + nudges[:, :12].reshape(32, 3, 4)
    many_W2 = W2 + nudges[:, 12:].reshape(32, 4, 1)
    errors = y - sigmoid(sigmoid(X @ many_W1) @ many_W2)  # (32, 4, 1)
    up, down = measure(errors).reshape(2, 16)
    slopes = (up - down) / 2e-5
    return -slopes[:12].reshape(3, 4), -slopes[12:].reshape(4, 1)


def turned(W):
    """The transpose of one matrix, or of each in a stack."""
    return np.swapaxes(W, -1, -2)


def race(W1, W2, rate, epochs, deltas_first):
    """Mean absolute error of many networks after training: (n,).

    W1 is (n, 3, 4), W2 is (n, 4, 1).
    """
    inputs = X.astype(float)  # products of floats are faster
    for _ in range(epochs):
        A1 = sigmoid(inputs @ W1)  # (n, 4, 4)
        A2 = sigmoid(A1 @ W2)  # (n, 4, 1)
        delta2 = (y - A2) * slope(A2)
        moved_W2 = W2 + rate * (np.swapaxes(A1, 1, 2) @ delta2)
        blame = delta2 @ np.swapaxes(W2 if deltas_first else moved_W2, 1, 2)
        W1 = W1 + rate * (inputs.T @ (blame * slope(A1)))
        W2 = moved_W2
    return mean_absolute(y - A2)


def two_orders(epochs):
    """Mean absolute errors at a rate of 1: all deltas first, W2 first: (2,).

    Two networks of one start, side by side: of eight hidden neurons the first
    four lead to the first output alone, the other four to the second.
    """
    inputs = X.astype(float)
    own = np.repeat(np.eye(2), 4, axis=0)  # (8, 2): 1 where a wire is
    early = own * [0, 1]  # the second network's wires move early
    W1, W2 = draw(seed)
    W1 = np.hstack([W1, W1])  # (3, 8)
    W2 = own * np.vstack([W2, W2])  # (8, 2)
    for _ in range(epochs):
        A1 = sigmoid(inputs @ W1)  # (4, 8)
        A2 = sigmoid(A1 @ W2)  # (4, 2)
        delta2 = (y - A2) * slope(A2)
        votes = own * (A1.T @ delta2)  # (8, 2)
        blame = delta2 @ (W2 + early * votes).T  # (4, 8)
        W1 = W1 + inputs.T @ (blame * slope(A1))
        W2 = W2 + votes
    return np.mean(np.abs(y - A2), axis=0)


W1, W2 = draw(seed)

# The votes at the start, in parts of what each measure asks for.
A1 = sigmoid(X @ W1)
A2 = sigmoid(A1 @ W2)
delta2 = (y - A2) * slope(A2)
first_votes = X.T @ ((delta2 @ W2.T) * slope(A1)), A1.T @ delta2
ratios = []
for measure in (half_squares, squares, mean_square, mean_absolute):
    asked = downhill(measure, W1, W2)
    parts = np.concatenate([(a / b).ravel() for a, b in zip(first_votes, asked)])
    ratios.append([parts.min(), parts.max()])
ratios = np.array(ratios)  # (4, 2)

for epoch in range(501):
    # Forward pass: product, squash, product, squash.
    A1 = sigmoid(X @ W1)  # (4, 3) @ (3, 4) -> (4, 4)
    A2 = sigmoid(A1 @ W2)  # (4, 4) @ (4, 1) -> (4, 1)

    error = y - A2
    mean_absolute_error = np.mean(np.abs(error))

    # Backward pass: all deltas first, with the weights unmoved.
    delta2 = error * slope(A2)  # (4, 1)
    blame = delta2 @ W2.T  # (4, 1) @ (1, 4) -> (4, 4)
    delta1 = blame * slope(A1)  # (4, 4)

    # Question ex4 alone: how it votes on the weights h1 to h4.
    ex4_votes = A1[3] * delta2[3]  # (4,)

    # The check: what would nudging say?
    asked_W1, asked_W2 = downhill(half_squares, W1, W2)

    # The votes of all four examples, added up.
    votes_W2 = A1.T @ delta2  # (4, 4) @ (4, 1) -> (4, 1)
    votes_W1 = X.T @ delta1  # (3, 4) @ (4, 4) -> (3, 4)

    # Update.
    W2 += learning_rate * votes_W2  # (4, 1)
    W1 += learning_rate * votes_W1  # (3, 4)

print("error after", epoch + 1, "epochs", mean_absolute_error)
print("votes on W2   ", votes_W2.ravel())
print("nudging says  ", asked_W2.ravel())

if races:
    # Twenty networks as one tensor, at a rate of 20.
    drawn = [draw(seed) for seed in range(1, 21)]
    many_W1 = np.array([W1 for W1, W2 in drawn])  # (20, 3, 4)
    many_W2 = np.array([W2 for W1, W2 in drawn])  # (20, 4, 1)
    fast = race(many_W1, many_W2, 20, 2_000, True)  # (20,)
    fast_first = race(many_W1, many_W2, 20, 2_000, False)  # (20,)
    # And our own network for a long time, at a rate of 1.
    slow, slow_first = two_orders(60_000)
    print("rate 20, of 20 networks, still above 0.1:")
    print("all deltas first", np.sum(fast > 0.1), "- W2 first", np.sum(fast_first > 0.1))
    print("rate 1, 60,000 epochs:", slow, slow_first)
