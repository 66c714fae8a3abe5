"""Rows meet columns: four shoppers, three goods, two shops."""

import numpy as np

# What each of four shoppers wants: apples, bread, milk.
amounts = np.array(
    [
        [2, 1, 0],  # Ann
        [0, 2, 3],  # Ben
        [1, 0, 4],  # Cy
        [3, 1, 1],  # Dee
    ]
)  # (4, 3): shoppers, goods

# What it costs in two shops, East and West.
prices = np.array([[2, 1], [3, 4], [1, 2]])  # (3, 2): goods, shops

# One shopper in one shop: a row meets a column.
basket = amounts[3:]  # (1, 3): Dee's row
east = prices[:, :1]  # (3, 1): the column of shop East
bill = basket @ east  # (1, 3) @ (3, 1) -> (1, 1)

# A neuron does the same with inputs and weights.
inputs = np.array([[1, 0, 1]])  # (1, 3)
weights = np.array([[0.5], [-2.0], [-0.75]])  # (3, 1)
heard = inputs @ weights  # (1, 3) @ (3, 1) -> (1, 1)

# All shoppers in all shops.
bills = amounts @ prices  # (4, 3) @ (3, 2) -> (4, 2)


def refusal(product, left, right):
    """What NumPy says when two arrays don't fit."""
    try:
        return f"it fits: {product(left, right).shape}"
    except ValueError as problem:
        return str(problem)


swapped = refusal(np.matmul, prices, amounts)  # (3, 2) @ (4, 3)

# Who is a member of the club? What do the members want, all in all?
members = np.array([[1, 0, 0, 1]]).T  # (4, 1): Ann and Dee
dot_says = refusal(np.dot, members, amounts)  # (4, 1), (4, 3)
at_says = refusal(np.matmul, members, amounts)  # the same with @
wanted = members.T @ amounts  # (1, 4) @ (4, 3) -> (1, 3)

# The star multiplies cell by cell, and adds nothing.
pairs = basket * east.T  # (1, 3) * (1, 3) -> (1, 3)
silent = members * amounts  # (4, 1) * (4, 3) -> (4, 3)

# Coins given: a row for each giver, a column for each taker.
gifts = np.array(
    [
        [0, 3, 0, 1],  # from Ann to Ann, Ben, Cy, Dee
        [2, 0, 0, 0],  # from Ben
        [0, 5, 0, 1],  # from Cy
        [1, 0, 0, 0],  # from Dee
    ]
)  # (4, 4)
ones = np.ones((4, 1))  # (4, 1)
given = gifts @ ones  # (4, 4) @ (4, 1) -> (4, 1)
taken = gifts.T @ ones  # (4, 4) @ (4, 1) -> (4, 1)

print("Dee's bill in shop East", bill[0, 0])
print("all bills")
print(bills)
print("the wrong order:", swapped)
print("np.dot says:    ", dot_says)
print("@ says:         ", at_says)
print("members want    ", wanted)
print("given", given.ravel(), "taken", taken.ravel())
