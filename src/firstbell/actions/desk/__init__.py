"""The desk itself: answers about a district in; its files, services and signers, and what it lacks, out."""
