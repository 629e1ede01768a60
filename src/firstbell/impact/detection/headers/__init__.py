"""What headers and cells say of a column: its role, its codes, and what says nothing of anybody."""
