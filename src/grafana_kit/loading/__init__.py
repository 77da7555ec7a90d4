"""From files to values: the project file, author modules, grafanalib files."""
