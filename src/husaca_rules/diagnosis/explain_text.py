"""Explanation text: being written."""

def why(tree, rules, lang):
    return repr(tree)


def why_not(whynot, rules, lang):
    return repr(whynot)
