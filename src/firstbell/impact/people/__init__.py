"""The roster: who there is, how they are named, and which of them a mention may mean."""
