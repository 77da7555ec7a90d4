"""PromQL text, parsed. The only place that knows the parser."""
