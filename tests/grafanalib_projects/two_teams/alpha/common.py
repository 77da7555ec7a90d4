TEAM = 'alpha'
