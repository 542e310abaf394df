"""From settled rules to what people use: findings, scores and their light, causes, remedies, explanations, a report."""
