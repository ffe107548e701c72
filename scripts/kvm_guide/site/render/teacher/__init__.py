"""What teachers find on the pages: how long each lesson takes, its files and its short link, the reports of a class."""
