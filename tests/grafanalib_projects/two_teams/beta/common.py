TEAM = 'beta'
