"""Finding passages: encoders, vectors, words, and the index that holds them."""
