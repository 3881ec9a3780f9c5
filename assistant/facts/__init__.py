"""What is published: results, groups, personas, the restatement, resources, and how each is said."""
