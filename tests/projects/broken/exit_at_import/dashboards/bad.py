import sys

sys.exit('set the region first')
