"""The real distributor under virtual time: simulated days, and stories made from seeds."""
