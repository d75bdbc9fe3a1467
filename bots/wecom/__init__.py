"""WeCom: four ways in and out of 企业微信, each a module of its own."""
