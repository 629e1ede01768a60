"""How ready the district is: time to first bell, recovery points, what was rehearsed, what is late."""
