"""What each village has to reach (chỉ tiêu giao), and what was asked of whom before."""
