"""How a fact looks: the sentence that a command bears out, and a sign that opens the question and the answer."""
