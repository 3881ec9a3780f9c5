"""The exam of the assistant: its questions, how an answer is marked, and what the marks add up to."""
