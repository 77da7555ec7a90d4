QUERY = 1 / 0
