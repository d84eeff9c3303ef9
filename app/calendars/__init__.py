"""Working days: of the institutions of the Union, and of each Member State. Counted as Regulation 1182/71 says."""
