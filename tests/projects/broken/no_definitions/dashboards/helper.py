QUERY = 'up'
