"""The numbers by which a message is found in a text: match.py's, and those that the site's search is given."""

from typing import Final

UNKNOWN: Final = 1.0
"""Weight of a word that no message has: another program's."""
PLAIN: Final = 0.25
"""Weight of a common word."""
LEAST_RARE: Final = 0.4
"""Weight of a message's word that most troubles have."""
CONSTANT: Final = 2.0
"""Weight of a word such as VERR_VMX_IN_VMX_ROOT_MODE, which stands for itself."""
MISSED: Final = 0.5
"""What a word of the message that is not there costs, of its weight."""
MISSED_FREE: Final = 0.02
"""The same, where it is not asked for."""
BETWEEN: Final = 0.25
"""What a word of the text between two of the message costs."""
IN_PLACE: Final = 0.05
"""The same, at a placeholder."""
BONUS: Final = 0.3
"""What a word gains that is not asked for, of its weight."""
WEAK: Final = 1.0
"""A message whose words gain less asks for those in quotation marks and paths as well."""
LEAST: Final = 0.7
"""The least score of a whole message among other lines."""
TINY: Final = 0.45
"""The least weight that a text is taken to have."""
SURE: Final = 1.5
"""A score from which on a message is no other program's."""
FULL: Final = 0.9
"""The share of a short message that must be there."""
ENOUGH: Final = 0.7
"""The share of a long one."""
HALF: Final = 0.25
"""The share of half a message."""
PURE: Final = 0.75
"""The share of the text that half a message must be, where it tells much."""
PUREST: Final = 0.9
"""The same, where it tells little."""
LINE: Final = 0.6
"""The share of its line that a short message must be, other messages' words apart."""
NEIGHBOURS: Final = 3
"""Words beside a placeholder at the end of what is there, which may be the name in it."""
SHORT: Final = 0.25
"""The part of a score that depends on how much of the message is there."""
LONGEST: Final = 2000
"""The last words of a text that are looked at."""
NARROWEST: Final = 79
"""Characters from which on a line may have been broken by a terminal's edge."""

RULES: Final = {
    "unknown": UNKNOWN,
    "plain": PLAIN,
    "missed": MISSED,
    "missedFree": MISSED_FREE,
    "between": BETWEEN,
    "inPlace": IN_PLACE,
    "bonus": BONUS,
    "weak": WEAK,
    "least": LEAST,
    "tiny": TINY,
    "sure": SURE,
    "full": FULL,
    "enough": ENOUGH,
    "half": HALF,
    "pure": PURE,
    "purest": PUREST,
    "line": LINE,
    "neighbours": NEIGHBOURS,
    "short": SHORT,
    "longest": LONGEST,
    "narrowest": NARROWEST,
}
