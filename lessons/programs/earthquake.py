"""How strong was the earthquake? Six splits of the data, a line, and networks."""

from pathlib import Path

import numpy as np

data = Path(__file__).parent.parent / "data" / "quakes.csv"
quakes = np.loadtxt(data, delimiter=",", skiprows=1)  # (1000, 5)
inputs = [0, 1, 2, 4]  # latitude, longitude, depth, stations
splits = 6

# Raw numbers make exp overflow; the sigmoid is 0 there, as it should be.
np.seterr(over="ignore")


def sigmoid(x):
    """Squash any number into the space between 0 and 1."""
    return 1 / (1 + np.exp(-x))


def slope(a):
    """Slope of the sigmoid where its output is a."""
    return a * (1 - a)


def with_ones(a):
    """One more column, of ones: a bias for each neuron."""
    return np.concatenate([a, np.ones((*a.shape[:-1], 1))], axis=-1)


# Shuffle, then cut: 600 to train, 200 to choose, 200 to test; six times over.
order = np.array([np.random.default_rng(seed).permutation(1000) for seed in range(splits)])
training, validation, test = np.split(quakes[order], [600, 800], axis=1)  # (6, 600, 5), …

# The rulers are fitted on the training part alone.
low = training.min(axis=1, keepdims=True)  # (6, 1, 5)
span = np.ptp(training, axis=1, keepdims=True)  # (6, 1, 5)
scaled_test = (test - low) / span  # (6, 200, 5)
mean = training.mean(axis=1, keepdims=True)  # (6, 1, 5)
deviation = training.std(axis=1, keepdims=True)  # (6, 1, 5)


def off(guess, part=test):
    """Mean absolute error in magnitudes, one a network: guess (n, rows, 1)."""
    return np.abs(part[..., 3:4] - guess).mean(axis=(1, 2))


# Without a network: always say the mean; or a straight line (least squares).
mean_error = off(mean[..., 3:4])  # (6,)


def line_error(columns):
    """Test error of the best straight line through these columns, (6,)."""
    slopes = np.linalg.pinv(with_ones(training[..., columns])) @ training[..., 3:4]
    return off(with_ones(test[..., columns]) @ slopes)


line = line_error(inputs)  # (6,)
line_without = line_error([0, 1, 2])  # (6,): no station count


def adam(X, y, new, rate, spread, epochs, seed):
    """Train n networks of 8 tanh neurons by Adam; their answers to `new`, (n, rows, 1).

    X (n, 600, 4), y (n, 600, 1), rate and spread (n, 1, 1).
    Source: Kingma and Ba, "Adam", 2015.
    """
    draw = np.random.default_rng(seed)
    weights = [
        spread * draw.normal(size=(len(rate), 5, 8)),
        spread * draw.normal(size=(len(rate), 9, 1)),
    ]
    X, new = with_ones(X), with_ones(new)
    speed = [0.0, 0.0]  # a running mean of the slopes
    power = [0.0, 0.0]  # and one of their squares
    for epoch in range(epochs):
        A1 = with_ones(np.tanh(X @ weights[0]))  # (n, 600, 9)
        delta2 = A1 @ weights[1] - y  # (n, 600, 1)
        delta1 = delta2 @ weights[1][:, :8].mT * (1 - A1[..., :8] ** 2)
        for i, gradient in enumerate([X.mT @ delta1 / 600, A1.mT @ delta2 / 600]):
            speed[i] = 0.9 * speed[i] + 0.1 * gradient
            power[i] = 0.999 * power[i] + 0.001 * gradient**2
            fair = speed[i] / (1 - 0.9 ** (epoch + 1))
            size = np.sqrt(power[i] / (1 - 0.999 ** (epoch + 1))) + 1e-8
            weights[i] = weights[i] - rate * fair / size
    return with_ones(np.tanh(new @ weights[0])) @ weights[1]


def standard(part):
    """Columns as distances from the mean, in standard deviations."""
    return (part - mean) / deviation


def learnt(count, judged, rate, spread):
    """Answers of networks trained on the first `count` splits, in magnitudes, to `judged`."""
    answers = adam(
        standard(training)[:count, :, inputs],
        standard(training)[:count, :, 3:4],
        standard(judged)[:count, :, inputs],
        rate,
        spread,
        150,
        seed=1,
    )
    return answers * deviation[:count, :, 3:4] + mean[:count, :, 3:4]


# Random search on the first split: eight rates and spreads, judged by validation.
rng = np.random.default_rng(0)
tries = np.array([10 ** rng.uniform(-3, 0, 8), rng.uniform(0.1, 1, 8)])  # (2, 8)
rates, spreads = tries[:, :, np.newaxis, np.newaxis]  # (8, 1, 1) each
search = off(learnt(1, validation, rates, spreads), validation[:1])  # (8,)
best = search.argmin()

# The winner's knobs on all six splits.
winner_rate = np.full((splits, 1, 1), tries[0, best])
winner = off(learnt(splits, test, winner_rate, spreads[best]))  # (6,)
thousandths = 1000 * np.array([line, winner])  # (2, 6)

# The race: six networks on scaled inputs, six on raw ones, same first weights.
both = np.concatenate([(training - low) / span, training])  # (12, 600, 5)
X = with_ones(both[..., inputs])  # (12, 600, 5)
X_test = with_ones(np.concatenate([scaled_test[..., inputs], test[..., inputs]]))
y = np.concatenate([both[:splits, :, 3:4]] * 2)  # (12, 600, 1)
del both
learning_rate = 0.03
draw = np.random.default_rng(0)
W1 = np.concatenate([draw.uniform(-1, 1, (splits, 5, 8))] * 2)  # (12, 5, 8)
W2 = np.concatenate([draw.uniform(-1, 1, (splits, 8, 1))] * 2)  # (12, 8, 1)

for _epoch in range(700):
    A1 = sigmoid(X @ W1)  # (12, 600, 5) @ (12, 5, 8) -> (12, 600, 8)
    A2 = sigmoid(A1 @ W2)  # (12, 600, 8) @ (12, 8, 1) -> (12, 600, 1)
    error = y - A2

    # Turned back into magnitudes, on the test part.
    guess = sigmoid(sigmoid(X_test @ W1) @ W2)  # (12, 200, 1)
    magnitude = guess[:splits] * span[..., 3:4] + low[..., 3:4]  # (6, 200, 1)
    network = off(magnitude)  # (6,)
    raw = off(guess[splits:] * span[..., 3:4] + low[..., 3:4])  # (6,)
    middle_error = np.median(network)
    report = np.array([mean_error, line, network])[:, :3]  # (3, 3)

    delta2 = error * slope(A2)  # (12, 600, 1)
    delta1 = (delta2 @ W2.mT) * slope(A1)  # (12, 600, 8)
    W2 += learning_rate * (A1.mT @ delta2)
    W1 += learning_rate * (X.mT @ delta1)

print("always the mean       ", mean_error.round(3))
print("line, no station count", line_without.round(3))
print("straight line         ", line.round(3))
print("8 sigmoid neurons     ", network.round(3))
print("the same on raw inputs", raw.round(3))
print("8 tanh neurons, Adam  ", winner.round(3))
