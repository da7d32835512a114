"""The room where the whole desk is seen: the list of articles, the queue, search, workload."""
