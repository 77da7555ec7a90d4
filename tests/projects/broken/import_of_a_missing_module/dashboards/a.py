from metrics import shop

SHOP = shop
