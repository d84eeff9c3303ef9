"""What `make` calls: setting up, building the assets, checking, testing. Not part of the application."""
