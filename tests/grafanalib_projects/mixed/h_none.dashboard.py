dashboard = None
