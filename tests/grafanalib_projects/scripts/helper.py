from overview import board  # an import is no definition
