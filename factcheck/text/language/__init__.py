"""Words, sentences, paragraphs, blocks, quotation marks and tense: the layer below all others."""
