from grafanalib.core import GraphThreshold

LATENCY = [GraphThreshold(value=0.5, colorMode='warning'), GraphThreshold(value=1.0)]
