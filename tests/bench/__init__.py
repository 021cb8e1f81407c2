"""What tests play with: a little house for rooms, people, and stories told as tables of facts."""
