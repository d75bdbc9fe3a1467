"""Times as notices write them: days, ranges, rules, working days, lunar days; words in, dates with their basis out."""
