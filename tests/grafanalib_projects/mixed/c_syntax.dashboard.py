dashboard = (
