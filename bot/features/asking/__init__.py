"""A question and what is said to it: answers, cards, choices, votes, and what is kept of them."""
